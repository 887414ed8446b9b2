import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VM_ACTIONS } from '../../src/operations/vm-actions.js';
import {
  databaseSnapshot,
  EmulatorApp,
  emulationPath,
  HOST_BODY as HOST,
  refusalCode,
} from '../world/emulator-app.js';
import { vmNamed } from '../world/stored-cloud.js';

let emulator: EmulatorApp;

beforeAll(async () => {
  emulator = await EmulatorApp.open();
  await emulator.send('PUT', 'hosts/one', HOST);
  await emulator.send('PUT', 'hosts/other', HOST);
  await emulator.createVms(['guest', 'sleeper']);
});
afterAll(() => emulator.close());

async function run(vm: string, action: 'hibernate' | 'start'): Promise<void> {
  await emulator.cloud.begin.begin({ vm: vmNamed(vm), ...VM_ACTIONS[action] });
  await emulator.settled();
}

const setFaults = (vm: string, faults: unknown) =>
  emulator.send('PUT', emulationPath(vm), { properties: { faults } });
const emulationOf = async (vm: string) => (await emulator.send('GET', emulationPath(vm))).body.properties;

describe('faults of a VM', () => {
  const faults = [
    { kind: 'device-missing', slot: 'nic 0' },
    { kind: 'unload-latency-ms', value: 50_000 },
    { kind: 'firmware', value: '2' },
    { kind: 'lun-missing', slot: 'data disk 0' },
    { kind: 'all-offers-not-delivered' },
  ];

  it('TORPOR-16 are none at first, are set in one go, echoed, kept, and lifted', async () => {
    expect((await emulationOf('guest')).faults).toEqual([]);
    const set = await setFaults('guest', faults);
    expect([set.status, set.body.properties.faults]).toEqual([200, faults]);
    const echoed = await emulator.send('PUT', emulationPath('guest'), set.body);
    expect(echoed.body).toEqual(set.body);
    const untouched = await emulator.send('PUT', emulationPath('guest'), { properties: { policy: null } });
    expect(untouched.body.properties.faults).toEqual(faults);
    const fewer = await setFaults('guest', faults.slice(0, 1));
    expect(fewer.body.properties.faults).toEqual(faults.slice(0, 1));
    expect((await setFaults('guest', [])).body.properties.faults).toEqual([]);
  });

  it.each<[string, unknown, string, string]>([
    ['an unknown kind', [{ kind: 'gremlins' }], 'invalid-body', 'faults[0].kind'],
    ['no device', [{ kind: 'device-missing' }], 'invalid-body', 'faults[0].slot'],
    ['a device that is none', [{ kind: 'device-added', slot: 'usb 0' }], 'invalid-body', 'faults[0].slot'],
    ['a disk that is none', [{ kind: 'lun-missing', slot: 'sda' }], 'invalid-body', 'faults[0].slot'],
    ['a number as text', [{ kind: 'vcpus', value: '2' }], 'invalid-body', 'faults[0].value'],
    [
      'a member too many',
      [{ kind: 'unload-unanswered' }, { kind: 'noresume', slot: 'nic 0' }],
      'unknown-member',
      'faults[1].slot',
    ],
    ['no list', { kind: 'unload-unanswered' }, 'invalid-body', 'faults'],
  ])('TORPOR-3 with %s are refused by name and change nothing', async (_case, wrong, code, target) => {
    const before = await databaseSnapshot(emulator.cloud.database);
    const answer = await setFaults('guest', wrong);
    expect([answer.status, refusalCode(answer), answer.body.error.target]).toEqual([
      400,
      code,
      `properties.${target}`,
    ]);
    expect(await databaseSnapshot(emulator.cloud.database)).toBe(before);
  });
});

describe('a hibernation with a fault', () => {
  it('TORPOR-19 fails, leaves its verdict, and is forgotten by the next start', async () => {
    await setFaults('sleeper', [{ kind: 'image-write-error' }]);
    await run('sleeper', 'hibernate');
    const after = await emulationOf('sleeper');
    expect(after.lastHibernation).toMatchObject({
      severity: 'hibernate-aborted',
      summary: 'writing the image to swap met an I/O error',
      cause: { rule: 'R82', phase: 'H13', errno: -5 },
      circumstances: { act: 'hibernation', policy: 'azure', faults: ['image-write-error'] },
    });
    expect(after.bootId).toBeDefined();
    await setFaults('sleeper', []);
    await run('sleeper', 'hibernate');
    expect((await emulationOf('sleeper')).lastHibernation.severity).toBe('hibernated');
  });

  it('R40 R56 strikes the start after it, whose verdict says under what circumstances', async () => {
    await setFaults('sleeper', [{ kind: 'device-missing', slot: 'heartbeat 0' }]);
    await run('sleeper', 'start');
    const { verdict, lastHibernation } = await emulationOf('sleeper');
    expect(lastHibernation).toBeUndefined();
    expect(verdict).toMatchObject({
      severity: 'resumed-degraded',
      circumstances: { act: 'start', faults: ['device-missing heartbeat 0'] },
      report: { unmatched: 1, waitMs: 10_000, timedOut: true },
    });
    expect(verdict.findings.map(({ rule, slot }: { rule: string; slot?: string }) => [rule, slot])).toEqual([
      ['R56', 'heartbeat 0'],
      ['R46', undefined],
    ]);
    expect(verdict.log).toContainEqual({
      atMs: expect.any(Number),
      level: 'error',
      text: 'hv_vmbus: Some vmbus device is missing after suspending?',
    });
  });
});

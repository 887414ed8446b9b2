import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VM_ACTIONS } from '../../src/operations/vm-actions.js';
import { emulationPath, EmulatorApp, HOST_BODY, refusalCode, vmPath } from '../world/emulator-app.js';
import { vmNamed } from '../world/stored-cloud.js';

let emulator: EmulatorApp;

beforeAll(async () => {
  emulator = await EmulatorApp.open();
  for (const host of ['one', 'two']) await emulator.send('PUT', `hosts/${host}`, HOST_BODY);
  await emulator.createVms(['vm']);
});
afterAll(() => emulator.close());

const explanationPath = (vm: string) => `${vmPath(vm)}/providers/Torpor.Emulator/explanations/last`;
const pinsPath = (vm: string) => `${vmPath(vm)}/providers/Torpor.Emulator/pins/default`;

async function act(action: keyof typeof VM_ACTIONS): Promise<string> {
  const { operationId } = await emulator.cloud.begin.begin({ vm: vmNamed('vm'), ...VM_ACTIONS[action] });
  await emulator.settled();
  return operationId;
}

async function stage(...faults: readonly object[]): Promise<void> {
  const put = await emulator.send('PUT', emulationPath('vm'), { properties: { faults } });
  expect(put.status).toBe(200);
}

async function explained() {
  return (await emulator.send('GET', explanationPath('VM'))).body.properties;
}

/** The page as a browser asks for it, or with a query. */
function page(query: string, accept?: string) {
  return emulator.app.inject({
    method: 'GET',
    url: `${explanationPath('vm')}?api-version=2024-11-01${query}`,
    headers: { authorization: 'Bearer token-of-the-test', ...(accept === undefined ? {} : { accept }) },
  });
}

const stepsOf = (properties: { timeline: readonly { name: string; outcome: string }[] }) =>
  properties.timeline.map(({ name, outcome }) => `${name} ${outcome}`);

describe('the explanation of a VM', () => {
  it('ARM-15 is missing before there is a verdict', async () => {
    const answer = await emulator.send('GET', explanationPath('vm'));
    expect([answer.status, refusalCode(answer), answer.body.error.code]).toEqual([
      404,
      'nothing-to-explain',
      'ResourceNotFound',
    ]);
    const gone = await emulator.send('GET', explanationPath('nobody'));
    expect([gone.status, refusalCode(gone)]).toEqual([404, 'vm-not-found']);
  });

  it('R21 R25 tells why a hibernation was aborted, step by step', async () => {
    await stage({ kind: 'process-not-freezable' });
    const id = await act('hibernate');
    const answer = await emulator.send('GET', explanationPath('VM'));
    expect({ ...answer.body, properties: {} }).toEqual({
      id: explanationPath('vm'),
      name: 'last',
      type: 'Torpor.Emulator/explanations',
      properties: {},
    });
    const { properties } = answer.body;
    expect(properties).toMatchObject({
      vm: { name: 'vm', resourceGroup: 'night-shift' },
      act: 'hibernation',
      severity: 'hibernate-aborted',
      cause: { rule: 'R21', phase: 'H5', errno: -16, errnoName: 'EBUSY' },
      circumstances: {
        operationId: id,
        policy: { name: 'azure' },
        faults: [{ name: 'process-not-freezable' }],
      },
    });
    expect(stepsOf(properties).slice(0, 2)).toEqual([
      'freeze-user-space failed',
      'suspend-devices not-reached',
    ]);
    await stage();
  });

  it('MOVE-1 then that it sleeps, and where it was', async () => {
    await act('hibernate');
    const properties = await explained();
    expect([properties.severity, properties.circumstances.hosts, properties.pins]).toEqual([
      'hibernated',
      { from: expect.stringMatching(/^(?:one|two)$/) },
      undefined,
    ]);
    expect(stepsOf(properties)).toEqual([
      ...['freeze-user-space', 'suspend-devices', 'suspend-bus', 'create-image', 'resume-bus'].map(
        (n) => `${n} done`,
      ),
      ...['resume-devices', 'write-image', 'suspend-again', 'enter-s4', 'persist-disks'].map(
        (n) => `${n} done`,
      ),
    ]);
  });

  it('RESUME-6 MOVE-2 R56 then how it came back on another host, with the device at fault', async () => {
    await stage({ kind: 'device-missing', slot: 'shutdown 0' });
    const id = await act('start');
    const properties = await explained();
    const { from, to } = properties.circumstances.hosts;
    expect([from, to].sort()).toEqual(['one', 'two']);
    expect([properties.severity, properties.headline, properties.circumstances.operationId]).toEqual([
      'resumed-degraded',
      'The VM came back, but the host can no longer tell it to shut down or to hibernate, because it did not find its devices again on its new machine.',
      id,
    ]);
    const lost = properties.devices.filter((device: { outcome: string }) => device.outcome === 'unmatched');
    expect(lost).toMatchObject([
      {
        slot: 'shutdown 0',
        causes: [{ kind: 'fault', rules: ['R56'] }],
        relid: { before: expect.any(Number) },
      },
    ]);
    expect(stepsOf(properties)).toEqual([
      'create-hyperv-vm done',
      'boot-fresh-kernel done',
      'read-image done',
      'freeze-fresh-kernel done',
      'enter-image done',
      'match-offers done',
      'reopen-channels done',
      'run-from-image done',
    ]);
    await stage();
  });

  it.each([
    ['&format=html', undefined, true],
    ['&FORMAT=HTML', 'application/json', true],
    ['', 'text/html,application/xhtml+xml,*/*;q=0.8', true],
    ['&format=json', 'text/html', false],
    ['', '*/*', false],
  ])('comes as a page or as JSON: %s with Accept %s', async (query, accept, isPage) => {
    const { statusCode, headers, body } = await page(query, accept);
    expect([
      statusCode,
      headers['content-type'],
      headers['vary'],
      body.startsWith('<!doctype html>'),
    ]).toEqual([
      200,
      isPage ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8',
      'Accept',
      isPage,
    ]);
    expect(String(headers['content-security-policy'] ?? '').includes("default-src 'none'")).toBe(isPage);
  });

  it('ARM-19 names the formats there are', async () => {
    const { statusCode, body } = await page('&format=pdf');
    expect([statusCode, JSON.parse(body).error.target]).toEqual([400, 'format']);
  });
});

describe('the pins of a VM', () => {
  it('ARM-15 are missing where there is neither an image nor a device', async () => {
    await emulator.createVms(['empty']);
    await emulator.cloud.begin.begin({ vm: vmNamed('empty'), ...VM_ACTIONS.deallocate });
    await emulator.settled();
    const answer = await emulator.send('GET', pinsPath('empty'));
    expect([answer.status, refusalCode(answer)]).toEqual([404, 'nothing-to-pin']);
  });

  it('MOVE-13 are those of the devices it has, before it ever hibernated', async () => {
    await emulator.createVms(['fresh']);
    const { body } = await emulator.send('GET', `${pinsPath('FRESH')}?policyName=mine`);
    expect({ ...body, properties: { ...body.properties, pinnedPolicy: {} } }).toEqual({
      id: pinsPath('fresh'),
      name: 'default',
      type: 'Torpor.Emulator/pins',
      properties: {
        policyInForce: 'azure',
        source: 'present-devices',
        pins: ['f8b3781a', 'f8b3781b'].map((head, index) => ({
          slot: `scsi ${index}`,
          property: 'instance-guid',
          now: `${head}-1e82-4818-a1c3-63d806ec15bb`,
          needed: `${head}-1e82-4818-a1c3-63d806ec15bb`,
          isMet: true,
          rule: 'MOVE-5',
        })),
        pinnedPolicy: {},
      },
    });
    expect(body.properties.pinnedPolicy.name).toBe('mine');
  });

  it('ARM-33 refuses a name that no policy may have', async () => {
    const answer = await emulator.send('GET', `${pinsPath('fresh')}?policyName=.`);
    expect([answer.status, answer.body.error.target]).toEqual([400, 'policyName']);
  });
});

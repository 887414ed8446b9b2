import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PreflightItem, PreflightReport } from '#libs/preflight';
import {
  type Answer,
  databaseSnapshot,
  EMULATOR_PATH,
  emulationPath,
  EmulatorApp,
  refusalCode,
  vmPath,
} from '../world/emulator-app.js';
import { GROUP, SUBSCRIPTION, wantedVm } from '../world/stored-cloud.js';

const ON_NEW = { strategy: 'spread', avoidHostIds: [], hostName: 'new' } as const;

let emulator: EmulatorApp;
beforeAll(async () => {
  emulator = await EmulatorApp.open();
  await emulator.cloud.addHost('old', 'intel-cascade-lake');
  await emulator.cloud.addHost('new', 'intel-ice-lake');
  await emulator.cloud.addNic('nic-0', '000d3a031646');
  const { profile } = wantedVm('quiet');
  await emulator.createVms(['web'], {
    nics: [{ subscriptionId: SUBSCRIPTION, groupName: GROUP, name: 'nic-0' }],
    placement: ON_NEW,
  });
  await emulator.createVms(['quiet'], {
    placement: ON_NEW,
    profile: { ...profile, hasUdevHibernateRule: false },
  });
});
afterAll(() => emulator.close());

function ask(vm: string, body?: unknown): Promise<Answer> {
  return emulator.send('POST', `${vmPath(vm)}/providers/Torpor.Emulator/preflight`, body);
}

function told({ items }: PreflightReport): readonly string[] {
  return items.map(({ severity, rule, slot }: PreflightItem) =>
    [severity, rule, ...(slot === undefined ? [] : [slot])].join(' '),
  );
}

describe('preflight of a stored VM', () => {
  it('MOVE-2 says that nothing stands against it, as things stand', async () => {
    const { status, body } = await ask('web');
    expect([status, body.summary.verdict, told(body), body.assumed]).toEqual([200, 'would resume', [], []]);
  });

  it('R56 lists what the policy of the target would break, and what the VM and its image have', async () => {
    const { status, body } = await ask('web', { policy: 'LOCAL-hyperv', hostName: 'NEW' });
    expect([status, body.summary.verdict, body.source, body.target]).toEqual([
      200,
      'would not resume',
      { policy: 'azure', initiatedBy: 'shutdown-service' },
      { policy: 'local-hyperv', host: 'new', generation: 'intel-ice-lake', kernelVersion: '6.8', era: 'A' },
    ]);
    expect(told(body)).toEqual([
      'info DEVICES-5',
      'hung-or-undefined R56 scsi 0',
      'resumed-degraded R56 scsi 1',
      'resumed-degraded R56 nic 0',
      'warning R46',
    ]);
    const nic = body.devices.find(({ slot }: { slot: string }) => slot === 'nic 0');
    expect(nic).toMatchObject({
      imageGuid: '000d3a03-1646-000d-3a03-1646000d3a03',
      assignment: 'fresh',
      outcome: 'changed',
    });
  });

  it('CONSIDER-7 tells that the host asked for is older than the one of the VM', async () => {
    const { body } = await ask('web', { hostName: 'old' });
    expect([body.summary.verdict, told(body)]).toEqual([
      'would not resume',
      ['blocks-start CONSIDER-7', 'hung-or-undefined CONSIDER-7'],
    ]);
  });

  it('R89 R79 lists what keeps the guest awake, and asks about another kernel', async () => {
    const { body } = await ask('quiet', { kernelVersion: '6.15', generation: 'intel-ice-lake' });
    expect([body.summary.verdict, told(body), body.assumed]).toEqual([
      'cannot hibernate',
      ['blocks-hibernation R89', 'info R69 fcopy 0'],
      ['The guest was taken as freshly booted with kernel 6.15.'],
    ]);
  });

  it('MOVE-12 AZURE-34 asks about a guest that hibernates by itself: there, and elsewhere', async () => {
    const there = await ask('web', { initiatedBy: 'guest' });
    const elsewhere = await ask('web', { initiatedBy: 'guest', generation: 'intel-ice-lake' });
    expect([there, elsewhere].map(({ body }) => body.summary.verdict)).toEqual([
      'would resume',
      'would resume degraded',
    ]);
  });

  it('R57 counts the faults that are set for the VM', async () => {
    const faults = [{ kind: 'lun-missing', slot: 'data disk 0' }];
    await emulator.send('PUT', emulationPath('web'), { properties: { faults } });
    const { body } = await ask('web');
    await emulator.send('PUT', emulationPath('web'), { properties: { faults: [] } });
    expect(body.items).toMatchObject([
      { rule: 'R57', slot: 'data disk 0', remedy: 'Lift the staged fault "lun-missing data disk 0".' },
    ]);
  });

  it('TORPOR-3 changes nothing, whatever it is asked', async () => {
    const before = await databaseSnapshot(emulator.cloud.database);
    for (const body of [undefined, {}, { policy: 'none' }, { initiatedBy: 'guest' }, { hostName: 'old' }]) {
      expect((await ask('web', body)).status).toBe(200);
    }
    expect(await databaseSnapshot(emulator.cloud.database)).toBe(before);
  });

  it.each([
    ['web', { policy: 'nope' }, 404, 'policy-not-found'],
    ['web', { hostName: 'nope' }, 404, 'host-not-found'],
    ['nobody', {}, 404, 'vm-not-found'],
    ['web', { hostName: 'old', generation: 'amd-milan' }, 400, 'invalid-body'],
    ['web', { generation: 'nope' }, 400, 'invalid-body'],
    ['web', { kernelVersion: 'newest' }, 400, 'invalid-body'],
    ['web', { initiatedBy: 'me' }, 400, 'invalid-body'],
    ['web', { hots: 'old' }, 400, 'unknown-member'],
  ])('ARM-15 ARM-19 refuses what it cannot answer: %s %j', async (vm, body, status, code) => {
    const answer = await ask(vm, body);
    expect([answer.status, refusalCode(answer)]).toEqual([status, code]);
  });
});

describe('preflight of a described VM', () => {
  const path = `${EMULATOR_PATH}/preflight`;

  it('UIO-2 lists what stands against it, and what was assumed', async () => {
    const { status, body } = await emulator.send('POST', path, {
      policy: 'local-hyperv',
      generation: 'intel-ice-lake',
      virtualMachine: {
        size: 'Standard_D4s_v5',
        nics: 2,
        acceleratedNetworking: false,
        guestOverrides: { uioSlots: ['nic 1'] },
      },
    });
    expect([status, body.summary.verdict]).toEqual([200, 'cannot hibernate']);
    expect(told(body)).toEqual([
      'blocks-hibernation UIO-2 nic 1',
      'info DEVICES-5',
      'hung-or-undefined R56 scsi 0',
      'resumed-degraded R56 scsi 1',
      'resumed-degraded R56 nic 0',
      'resumed-degraded R56 nic 1',
      'warning R46',
    ]);
    expect(body.assumed).toContain('guestProfile: nothing is said; taken as ubuntu-24.04.');
  });

  it.each([
    [{ virtualMachine: { size: 'Standard_X1' } }, 400, 'virtualMachine.size'],
    [{ virtualMachine: { size: 'Standard_D2s_v5', nics: 3 } }, 400, 'virtualMachine.nics'],
    [{ virtualMachine: { nics: 1 } }, 400, 'virtualMachine.size'],
    [{ virtualMachine: { size: 'Standard_D2s_v5', generation: 'x' } }, 400, 'virtualMachine.generation'],
    [{}, 400, 'virtualMachine'],
  ])('ARM-19 names the member that is wrong: %j', async (body, status, target) => {
    const answer = await emulator.send('POST', path, body);
    expect([answer.status, answer.body.error.target]).toEqual([status, target]);
  });

  it('ARM-15 refuses names that nobody has', async () => {
    const vm = { size: 'Standard_D2s_v5' };
    const answers = [
      await emulator.send('POST', path, { policy: 'nope', virtualMachine: vm }),
      await emulator.send('POST', path, { hostName: 'nope', virtualMachine: vm }),
      await emulator.send('POST', path, { virtualMachine: { ...vm, guestProfile: 'nope' } }),
    ];
    expect(answers.map(refusalCode)).toEqual(['policy-not-found', 'host-not-found', 'profile-not-found']);
  });
});

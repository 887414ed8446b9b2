import { describe, expect, it } from 'vitest';
import { BUILT_IN_POLICIES } from '#libs/guid-policy';
import { hibernateVmPipeline, startVmPipeline, VmStory } from '#libs/hibernation';
import { aVm, type VmBuilder } from '#libs/vm-operations';
import { reportOn, told } from './testing/preflight-fixtures.js';

const LOCAL = BUILT_IN_POLICIES['local-hyperv'];
const DISKS = aVm().facts.disks;
const STOPPING = {
  kind: 'stopping',
  operationId: 'operation-9',
  previous: { kind: 'running', hostId: 'host-a' },
} as const;

type Row = readonly [title: string, vm: VmBuilder, expected: readonly string[]];

describe('preflight lists what the platform would refuse', () => {
  it.each<Row>([
    [
      'ENABLE-1 R88 hibernation that is not enabled',
      aVm().withVm({ hibernationEnabled: false }),
      ['blocks-hibernation ENABLE-1 request', 'then blocks-hibernation R88 trigger'],
    ],
    [
      'TORPOR-2 a VM that an operation has',
      aVm().withVm({ state: STOPPING }),
      ['blocks-hibernation TORPOR-2 request'],
    ],
    [
      'ENABLE-6 arm64',
      aVm().withSize({ architecture: 'Arm64' }).withGuest({ architecture: 'arm64' }),
      ['blocks-hibernation ENABLE-6 request', 'then blocks-hibernation R88 trigger'],
    ],
    [
      'MOVE-8 R68 an assigned device, and what would become of it',
      aVm().withSize({ ddaDevices: 1 }),
      [
        'blocks-hibernation MOVE-8 request',
        'then info DEVICES-5 R2r',
        'then resumed-degraded R68 R2r dda 0',
        'then warning R46 R2r',
      ],
    ],
    [
      'AZURE-7 a size that cannot hibernate, before it is enabled',
      aVm().withSize({ supportsHibernation: false }).withVm({ hibernationEnabled: false }),
      [
        'blocks-enabling AZURE-7 enabling',
        'blocks-hibernation ENABLE-1 request',
        'then blocks-hibernation R88 trigger',
      ],
    ],
    [
      'AZURE-3 AZURE-4 an OS disk that does not support it and is too small',
      aVm().with({ disks: DISKS.map((disk) => ({ ...disk, supportsHibernation: false, sizeGib: 8 })) }),
      ['blocks-hibernation AZURE-3 request', 'blocks-hibernation AZURE-4 request'],
    ],
    [
      'AZURE-9 AZURE-15 every feature that rules it out, not the first alone',
      aVm().withVm({ exclusions: ['spot', 'shared disk'] }),
      ['blocks-hibernation AZURE-9 request', 'blocks-hibernation AZURE-15 request'],
    ],
  ])('%s', (_, vm, expected) => {
    const report = reportOn(vm.facts);
    expect([report.summary.verdict, told(report)]).toEqual(['cannot hibernate', expected]);
  });

  it('AZURE-34 asks the platform nothing for a guest that hibernates by itself', () => {
    const report = reportOn(
      aVm()
        .withVm({ exclusions: ['spot'] })
        .withNics(0).facts,
      { initiatedBy: 'self' },
    );
    expect([report.summary.verdict, told(report)]).toEqual(['would resume', ['warning AZURE-34 request']]);
  });
});

describe('preflight lists what would keep the guest awake', () => {
  it.each<Row>([
    [
      'INITIATE-2 no driver for the Shutdown service',
      aVm().withGuest({ kindsWithoutDriver: ['shutdown'] }),
      ['blocks-hibernation INITIATE-2 trigger shutdown 0'],
    ],
    [
      'R88 R85 no virtual S4 state',
      aVm().withFaults({ kind: 's4-not-offered' }),
      ['blocks-hibernation R88 trigger'],
    ],
    [
      'R89 INITIATE-3 no udev rule',
      aVm().withGuest({ hasUdevHibernateRule: false }),
      ['blocks-hibernation R89 trigger'],
    ],
    [
      'R82 more anonymous memory than systemd lets into swap',
      aVm().withGuest({ anonymousMib: 1_000, swapMib: 1_020, workingSetMib: 1_000 }),
      ['blocks-hibernation R82 trigger', 'info R82 H13'],
    ],
    [
      'R83 no resume device, where systemd looks, and then in the fresh kernel',
      aVm().withGuest({ hasResumeParameter: false, userSpaceChecks: ['resume-device'] }),
      ['blocks-hibernation R83 trigger'],
    ],
    [
      'R21 lock-down, a held snapshot device and a process that does not freeze',
      aVm()
        .withGuest({ hibernationAvailable: false })
        .withFaults({ kind: 'snapshot-device-held' }, { kind: 'process-not-freezable' }),
      ['blocks-hibernation R21 H1', 'then blocks-hibernation R21 H3', 'then blocks-hibernation R21 H5'],
    ],
    ['R81 too much memory in use', aVm().withGuest({ workingSetMib: 6_000 }), ['blocks-hibernation R81 H7']],
    [
      'UIO-1 UIO-2 R69 every device bound to UIO, file copy included',
      aVm()
        .withNics(2)
        .withGuest({ uioSlots: ['nic 0', 'nic 1', 'fcopy 0'] }),
      [
        'blocks-hibernation UIO-2 H9 nic 1',
        'then blocks-hibernation UIO-2 H9 nic 0',
        'then blocks-hibernation UIO-2 H9 fcopy 0',
      ],
    ],
    [
      'R66 a vPCI bus that is still coming up',
      aVm().underPolicy(LOCAL).withFaults({ kind: 'vpci-initialising', slot: 'vf 0' }),
      ['blocks-hibernation R66 H9 vf 0', 'then warning MOVE-12 H11 vf 0'],
    ],
    [
      'R29 R15 waits that never end, one after the other',
      aVm().withFaults({ kind: 'sub-channel-not-rescinded', slot: 'nic 0' }, { kind: 'unload-unanswered' }),
      ['hung-or-undefined R29 H9 nic 0', 'then hung-or-undefined R15 H9'],
    ],
    ['R82 no swap', aVm().withGuest({ swapMib: 0 }), ['info R82 H13', 'blocks-hibernation R82 H13']],
    [
      'R82 ASSUME-8 an image that swap cannot hold',
      aVm().withGuest({ swapMib: 512, userSpaceChecks: [] }),
      ['info R82 H13', 'blocks-hibernation R82 H13'],
    ],
    [
      'R82 an I/O error while the image is written',
      aVm().withFaults({ kind: 'image-write-error' }),
      ['blocks-hibernation R82 H13'],
    ],
    [
      'R48 ASSUME-20 a device that does not come back for the thaw',
      aVm().withFaults({ kind: 'missing-at-thaw', slot: 'kvp 0' }).withGuest({ kernelVersion: '6.12' }),
      ['info R69 H9 fcopy 0', 'hung-or-undefined R48 H14 kvp 0'],
    ],
    [
      'R45 the same with one CPU, and so no NIC that waits for sub-channels',
      aVm()
        .withFaults({ kind: 'missing-at-thaw', slot: 'kvp 0' })
        .withGuest({ kernelVersion: '6.12' })
        .withSize({ vcpus: 1 }),
      ['info R69 H9 fcopy 0', 'blocks-hibernation R45 H14 kvp 0'],
    ],
    [
      'R27 a wakeup event while powering down',
      aVm().withFaults({ kind: 'wakeup-at-poweroff' }).withGuest({ kernelVersion: '6.12' }),
      ['info R69 H9 fcopy 0', 'blocks-hibernation R27 H14'],
    ],
  ])('%s', (_, vm, expected) => {
    const report = reportOn(vm.facts);
    const ofGuest = told({ ...report, items: report.items.filter(({ source }) => source !== 'resume') });
    expect([report.summary.verdict, ofGuest]).toEqual(['cannot hibernate', expected]);
  });

  it('R48 R61 R66 lists all that an incomplete resume has left in the guest', async () => {
    const story = await VmStory.running(
      aVm().underPolicy({ ...LOCAL, devices: { ...LOCAL.devices, scsi: { kind: 'keep' } } }),
    );
    await story.succeeds(hibernateVmPipeline);
    await story.succeeds(startVmPipeline);
    const report = reportOn(await story.facts());
    const ofGuest = report.items.filter(({ source }) => source === 'guest');
    expect(told({ ...report, items: ofGuest })).toEqual([
      'blocks-hibernation R66 H9 vf 0',
      'then blocks-hibernation R61 H9 nic 0',
      'then hung-or-undefined R48 H9',
      'then warning MOVE-12 H11 vf 0',
    ]);
  });

  it('AZURE-28 looks at the way back alone once the VM sleeps', async () => {
    const story = await VmStory.running(aVm().withGuest({ hasUdevHibernateRule: true }));
    await story.succeeds(hibernateVmPipeline);
    const facts = await story.facts();
    const report = reportOn({ ...facts, profile: { ...facts.profile, uioSlots: ['nic 0'] } });
    expect([report.summary.verdict, told(report), report.assumed]).toEqual([
      'would not resume',
      ['image-rejected UIO-2 B5'],
      ['VM vm-1 sleeps already: only its way back was looked at.'],
    ]);
  });
});

describe('preflight gives advice', () => {
  it.each<Row>([
    [
      'R87 R74 on a kernel older than hibernation on Hyper-V',
      aVm().withGuest({ kernelVersion: '5.4' }),
      ['warning R87 trigger', 'warning R74 after'],
    ],
    [
      'R74 on a kernel without the clock correction',
      aVm().withGuest({ kernelVersion: '5.15' }),
      ['warning R74 after'],
    ],
    [
      'R69 on file copy where the driver is UIO',
      aVm().withGuest({ kernelVersion: '6.15' }),
      ['info R69 H9 fcopy 0'],
    ],
    ['R82 on swap below what the set-up tool makes', aVm().withGuest({ swapMib: 8_192 }), ['info R82 H13']],
    ['R76 ASSUME-17 on more devices than firmware has room for', aVm().withNics(3), ['warning R76 C7']],
    [
      'DEVICES-12 R73 on sockets that are closed',
      aVm().withGuest({ openHvSockets: 2 }),
      ['info DEVICES-12 H9'],
    ],
    ['nothing on an ordinary VM', aVm(), []],
  ])('%s', (_, vm, expected) => {
    const report = reportOn(vm.facts);
    expect([report.summary.verdict, told(report)]).toEqual(['would resume', expected]);
  });
});

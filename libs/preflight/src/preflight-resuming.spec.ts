import { describe, expect, it } from 'vitest';
import { BUILT_IN_POLICIES, type GuidPolicy } from '#libs/guid-policy';
import { HOST_GENERATIONS } from '#libs/hosts';
import type { Fault } from '#libs/linux-guest';
import { aVm, type VmBuilder } from '#libs/vm-operations';
import { KEEPING, reportOn, running, told, type Asked } from './testing/preflight-fixtures.js';
import type { PreflightVerdict } from './report.js';

const LOCAL = BUILT_IN_POLICIES['local-hyperv'];
const ERA_B = { kernelVersion: '6.15' };

describe('preflight tells what the policy of the target does to each device', () => {
  type Row = readonly [
    title: string,
    vm: VmBuilder,
    policy: GuidPolicy,
    verdict: PreflightVerdict,
    expected: readonly string[],
  ];
  it.each<Row>([
    [
      'MOVE-5 MOVE-6 R56 R46 fresh controllers and NICs, in era A',
      aVm(),
      LOCAL,
      'would not resume',
      [
        'info DEVICES-5 R2r',
        'hung-or-undefined R56 R2r scsi 0',
        'resumed-degraded R56 R2r scsi 1',
        'resumed-degraded R56 R2r nic 0',
        'warning R46 R2r',
      ],
    ],
    [
      'R56 R40 the same in era B',
      aVm().withGuest(ERA_B),
      LOCAL,
      'would not resume',
      [
        'info R69 H9 fcopy 0',
        'hung-or-undefined R56 R2r scsi 0',
        'resumed-degraded R56 R2r scsi 1',
        'resumed-degraded R56 R2r nic 0',
      ],
    ],
    [
      'MOVE-4 R56 fresh single-instance devices',
      aVm().withNics(0),
      BUILT_IN_POLICIES.none,
      'would not resume',
      [
        'info DEVICES-5 R2r',
        'resumed-degraded R56 R2r shutdown 0',
        'resumed-degraded R56 R2r fcopy 0',
        'resumed-degraded R56 R2r vss 0',
        'resumed-degraded R56 R2r balloon 0',
        'resumed-degraded R56 R2r heartbeat 0',
        'resumed-degraded R56 R2r timesync 0',
        'hung-or-undefined R56 R2r scsi 0',
        'resumed-degraded R56 R2r scsi 1',
        'resumed-degraded R56 R2r mouse 0',
        'resumed-degraded R56 R2r video 0',
        'resumed-degraded R56 R2r keyboard 0',
        'resumed-degraded R56 R2r kvp 0',
        'warning R46 R2r',
      ],
    ],
    [
      'MOVE-12 R65 a VF that nobody takes away',
      aVm().underPolicy({ ...KEEPING, devices: { ...KEEPING.devices, vf: { kind: 'fresh' } } }),
      { ...KEEPING, devices: { ...KEEPING.devices, vf: { kind: 'fresh' } } },
      'would resume degraded',
      [
        'warning MOVE-12 H11 vf 0',
        'info DEVICES-5 R2r',
        'resumed-degraded R65 R2r vf 0',
        'warning R46 R2r',
        'resumed-degraded R65 complete vf 0',
      ],
    ],
    [
      'R68 an assigned device',
      aVm().withNics(0).withSize({ ddaDevices: 1 }).underPolicy(KEEPING),
      { ...KEEPING, devices: { ...KEEPING.devices, dda: { kind: 'fresh' } } },
      'would resume degraded',
      ['info DEVICES-5 R2r', 'resumed-degraded R68 R2r dda 0', 'warning R46 R2r'],
    ],
    [
      'R56 R68 an assigned device with the root file system',
      aVm().withNics(0).withSize({ ddaDevices: 1 }).withGuest({ rootOnDda: true }).underPolicy(KEEPING),
      { ...KEEPING, devices: { ...KEEPING.devices, dda: { kind: 'fresh' } } },
      'would not resume',
      ['info DEVICES-5 R2r', 'hung-or-undefined R68 R2r dda 0', 'warning R46 R2r'],
    ],
    [
      'MOVE-13 nothing where everything is kept',
      aVm().underPolicy(KEEPING),
      KEEPING,
      'would resume',
      ['warning MOVE-12 H11 vf 0'],
    ],
  ])('%s', (_, vm, policy, verdict, expected) => {
    const report = reportOn(vm.facts, { policy });
    expect([report.summary.verdict, told(report)]).toEqual([verdict, expected]);
  });

  it('MOVE-3 compares every slot of the image with what the target gives it', () => {
    const { devices } = reportOn(aVm().facts, { policy: LOCAL });
    expect(devices.map(({ slot, assignment, outcome }) => `${slot} ${assignment} ${outcome}`)).toEqual([
      'shutdown 0 fixed same',
      'fcopy 0 fixed same',
      'vss 0 fixed same',
      'balloon 0 fixed same',
      'heartbeat 0 fixed same',
      'timesync 0 fixed same',
      'scsi 0 fresh changed',
      'scsi 1 fresh changed',
      'mouse 0 fixed same',
      'video 0 fixed same',
      'nic 0 fresh changed',
      'keyboard 0 fixed same',
      'kvp 0 fixed same',
      'vf 0 fresh taken-away',
    ]);
  });

  it('MOVE-12 R65 tells of the VF that a guest took along which hibernated by itself', () => {
    const report = reportOn(aVm().facts, { initiatedBy: 'self' });
    expect([report.summary.verdict, told(report)]).toEqual([
      'would resume degraded',
      [
        'warning AZURE-34 request',
        'warning MOVE-12 H11 vf 0',
        'info DEVICES-5 R2r',
        'resumed-degraded R65 R2r vf 0',
        'warning R46 R2r',
      ],
    ]);
  });

  it('ENABLE-2 R86 tells of hot-added memory in the image of a guest without S4', () => {
    const vm = aVm().withNics(0).withVm({ hibernationEnabled: false }).withGuest({ hotAddedMib: 1_024 });
    const report = reportOn(vm.facts, { initiatedBy: 'self' });
    expect([report.summary.verdict, told(report)]).toEqual([
      'would not resume',
      ['warning AZURE-34 request', 'warning R86 trigger', 'image-rejected ENABLE-2 C8'],
    ]);
  });
});

describe('preflight tells what the host of the target does to the image', () => {
  it.each<readonly [string, Asked, PreflightVerdict, readonly string[]]>([
    [
      'R14 CONSIDER-6 CONSIDER-7 an older Hyper-V',
      { from: HOST_GENERATIONS['intel-ice-lake-26102'], to: HOST_GENERATIONS['intel-ice-lake'] },
      'would not resume',
      [
        'blocks-start CONSIDER-6 placement',
        'blocks-start CONSIDER-7 placement',
        'then hung-or-undefined R14 R2r',
        'then hung-or-undefined CONSIDER-7 after',
      ],
    ],
    [
      'CONSIDER-7 R80 an older processor',
      { to: HOST_GENERATIONS['intel-cascade-lake'] },
      'would not resume',
      ['blocks-start CONSIDER-7 placement', 'then hung-or-undefined CONSIDER-7 after'],
    ],
    [
      'CONSIDER-6 CONSIDER-7 a processor of another vendor',
      { to: HOST_GENERATIONS['amd-milan'] },
      'would not resume',
      [
        'blocks-start CONSIDER-6 placement',
        'blocks-start CONSIDER-7 placement',
        'then hung-or-undefined CONSIDER-7 after',
      ],
    ],
    [
      'ASSUME-5 a newer processor',
      { from: HOST_GENERATIONS['intel-ice-lake-26102'], to: HOST_GENERATIONS['intel-sapphire-rapids'] },
      'would resume',
      ['info ASSUME-5 after'],
    ],
  ])('%s', (_, asked, verdict, expected) => {
    const report = reportOn(aVm().facts, asked);
    expect([report.summary.verdict, told(report)]).toEqual([verdict, expected]);
  });

  it('R79 asks about another kernel than the one of the image', async () => {
    const facts = await running(aVm());
    const report = reportOn(facts, { kernelVersion: '6.15', policy: LOCAL });
    expect([report.target.era, told(report), report.assumed]).toEqual([
      'B',
      [
        'info R69 H9 fcopy 0',
        'hung-or-undefined R56 R2r scsi 0',
        'resumed-degraded R56 R2r scsi 1',
        'resumed-degraded R56 R2r nic 0',
      ],
      [
        'The guest was taken as freshly booted with kernel 6.15.',
        'GUIDs that the target gives anew are examples: the real ones will be others.',
      ],
    ]);
  });
});

describe('preflight tells what else would go wrong on the way back', () => {
  type Row = readonly [
    title: string,
    faults: readonly Fault[],
    verdict: PreflightVerdict,
    expected: readonly string[],
    vm: VmBuilder,
  ];
  it.each<Row>([
    [
      'R76 memory of another size, firmware of another version',
      [
        { kind: 'memory-mib', value: 4_096 },
        { kind: 'firmware', value: '2' },
      ],
      'would not resume',
      ['image-rejected R76 C7'],
      aVm(),
    ],
    [
      'R77 another hardware signature',
      [{ kind: 'facs-signature', value: 8 }],
      'would not resume',
      ['image-rejected R77 C4'],
      aVm().withFaults({ kind: 'facs-signature', value: 7 }),
    ],
    [
      'R75 every check of the image, not the first that fails',
      [
        { kind: 'page-frame-invalid' },
        { kind: 'image-too-large-to-load' },
        { kind: 'image-read-error' },
        { kind: 'image-corrupt' },
      ],
      'would not resume',
      [
        'image-rejected R75 C9',
        'then image-rejected R75 C10',
        'then image-rejected R75 C10',
        'then image-rejected R75 C11',
      ],
      aVm(),
    ],
    [
      'R80 ASSUME-18 fewer vCPUs',
      [{ kind: 'vcpus', value: 1 }],
      'would resume degraded',
      ['resumed-degraded R80 R1r'],
      aVm(),
    ],
    [
      'R51 a device of another class',
      [{ kind: 'device-class-changed', slot: 'nic 0' }],
      'would not resume',
      ['hung-or-undefined R51 R2r nic 0'],
      aVm(),
    ],
    [
      'R62 another MAC',
      [{ kind: 'nic-mac-changed', slot: 'nic 0' }],
      'would resume degraded',
      ['resumed-degraded R62 R2r nic 0'],
      aVm(),
    ],
    [
      'R56 R87 the Shutdown service missing',
      [{ kind: 'device-missing', slot: 'shutdown 0' }],
      'would resume degraded',
      ['info DEVICES-5 R2r', 'resumed-degraded R56 R2r shutdown 0', 'warning R46 R2r'],
      aVm(),
    ],
    [
      'CONSIDER-4 a NIC more',
      [{ kind: 'device-added', slot: 'nic 1' }],
      'would resume',
      ['info CONSIDER-4 complete nic 1'],
      aVm(),
    ],
    [
      'R42 an offer that comes too late',
      [{ kind: 'device-offered-late', slot: 'scsi 1' }],
      'would resume degraded',
      ['info R69 H9 fcopy 0', 'resumed-degraded R42 R2r scsi 1'],
      aVm().withGuest(ERA_B),
    ],
    [
      'R40 a host that never says that all offers are out',
      [{ kind: 'all-offers-not-delivered' }],
      'would resume',
      ['info R69 H9 fcopy 0', 'info R40 R2r'],
      aVm().withGuest(ERA_B),
    ],
    [
      'R54 a host that is silent about unknown relids',
      [{ kind: 'device-missing', slot: 'video 0' }, { kind: 'unknown-relid-unanswered' }],
      'would not resume',
      ['info DEVICES-5 R2r', 'resumed-degraded R56 R2r video 0', 'hung-or-undefined R54 R2r video 0'],
      aVm(),
    ],
    [
      'R14 a host without the protocol, and what comes after',
      [
        { kind: 'vmbus-versions', value: '2.4' },
        { kind: 'device-missing', slot: 'video 0' },
      ],
      'would not resume',
      [
        'hung-or-undefined R14 R2r',
        'then info DEVICES-5 R2r',
        'then resumed-degraded R56 R2r video 0',
        'then warning R46 R2r',
      ],
      aVm(),
    ],
    [
      'R67 another PCI function',
      [{ kind: 'vpci-function-changed', slot: 'vf 0' }],
      'would resume degraded',
      ['warning MOVE-12 H11 vf 0', 'resumed-degraded R67 R2r vf 0'],
      aVm().underPolicy(KEEPING),
    ],
    [
      'R9 no sub-channels',
      [{ kind: 'sub-channels-withheld', slot: 'nic 0' }],
      'would resume',
      ['info R9 R2r nic 0'],
      aVm(),
    ],
    [
      'R57 a disk that is gone, and one that was written to',
      [
        { kind: 'lun-missing', slot: 'data disk 0' },
        { kind: 'disk-content-changed', slot: 'os disk' },
      ],
      'would not resume',
      ['resumed-degraded R57 after data disk 0', 'hung-or-undefined R57 after os disk'],
      aVm(),
    ],
  ])('%s', async (_, faults, verdict, expected, vm) => {
    const report = reportOn(await running(vm, { faults }));
    expect([report.summary.verdict, told(report)]).toEqual([verdict, expected]);
  });

  it('R57 tells of the temporary disk that a file system is mounted from', () => {
    const vm = aVm().withSize({ hasTemporaryDisk: true }).withGuest({ mountsTemporaryDisk: true });
    const report = reportOn(vm.facts);
    expect([report.summary.verdict, told(report)]).toEqual([
      'would resume degraded',
      ['resumed-degraded R57 after temporary disk'],
    ]);
  });

  it('R78 R83 R21 tells of a fresh kernel that does not find the image, or does not look', async () => {
    const facts = await running(aVm());
    const profile = {
      ...facts.profile,
      kindsWithoutDriver: ['scsi' as const],
      hasResumeParameter: false,
      hibernationAvailable: false,
    };
    const report = reportOn({ ...facts, profile });
    expect([report.summary.verdict, told(report)]).toEqual([
      'would not resume',
      ['image-rejected R78 C0', 'then image-rejected R83 C1', 'then image-rejected R78 C1'],
    ]);
  });
});

describe('a remedy', () => {
  it.each<readonly [string, VmBuilder, Asked, string]>([
    [
      'UIO-2',
      aVm()
        .withNics(2)
        .withGuest({ uioSlots: ['nic 1'] }),
      {},
      'Stop what uses nic 1 through UIO (DPDK) and give the device back to its own driver before the VM hibernates.',
    ],
    [
      'R89',
      aVm().withGuest({ hasUdevHibernateRule: false }),
      {},
      'Install a udev rule that answers EVENT=hibernate of hv_utils with "systemctl hibernate", as hibernation-setup-tool and the Linux hibernation extension do.',
    ],
    ['R82', aVm().withGuest({ swapMib: 0 }), {}, 'Give the guest at least 1024 MiB of swap on its OS disk.'],
    [
      'R65',
      aVm(),
      { initiatedBy: 'self' },
      'Let the platform hibernate the VM (deallocate with hibernate=true) instead of the guest itself.',
    ],
    [
      'CONSIDER-7',
      aVm(),
      { to: HOST_GENERATIONS['intel-cascade-lake'] },
      'Choose a host that has what the image was made with (Intel Xeon Platinum 8370C or newer, Hyper-V 20348 or newer, configuration version 10.0, VMBus 4.0) and room for the VM, or boot cold.',
    ],
    [
      'R56',
      aVm().underPolicy({ ...KEEPING, devices: { ...KEEPING.devices, nic: { kind: 'fresh' } } }),
      {},
      'Let policy keeping give nic 0 the instance GUID of the image (243936ad-95a9-4abb-ac39-5384ad33aeda): from-mac, pinned or keep instead of fresh.',
    ],
  ])('for %s was tried in the model', (rule, vm, asked, remedy) => {
    const { items } = reportOn(vm.facts, asked);
    expect(items.find((item) => item.rule === rule && item.severity !== 'info')?.remedy).toBe(remedy);
  });

  it('TORPOR-12 comes out the same every time, and leaves the facts as they were', async () => {
    const facts = await running(aVm().withNics(2), { faults: [{ kind: 'device-missing', slot: 'nic 1' }] });
    const before = JSON.stringify(facts);
    const report = reportOn(facts, { policy: LOCAL });
    expect(reportOn(facts, { policy: LOCAL })).toEqual(report);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    expect(JSON.stringify(facts)).toBe(before);
  });
});

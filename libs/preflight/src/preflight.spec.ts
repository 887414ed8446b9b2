import { describe, expect, it } from 'vitest';
import { BUILT_IN_POLICIES, type GuidPolicy } from '#libs/guid-policy';
import { HOST_GENERATIONS, type HostGeneration } from '#libs/hosts';
import { aVm, type VmBuilder } from '#libs/vm-operations';
import { hostOfGeneration, preflight, type PreflightInput, type PreflightReport } from './index.js';
const ICE_LAKE = HOST_GENERATIONS['intel-ice-lake'];
interface Asked {
  readonly policy?: GuidPolicy;
  readonly from?: HostGeneration;
  readonly to?: HostGeneration;
  readonly input?: Partial<PreflightInput>;
}
function reportOn(
  vm: VmBuilder,
  { policy, from = ICE_LAKE, to = from, input = {} }: Asked = {},
): PreflightReport {
  return preflight({
    facts: vm.facts,
    sourceHosts: [hostOfGeneration(from)],
    target: { policy: policy ?? vm.facts.policy, place: { kind: 'generation', generation: to } },
    initiatedBy: 'shutdown-service',
    ...input,
  });
}
const told = ({ items }: PreflightReport) =>
  items.map(({ severity, rule, phase, slot }) =>
    [severity, rule, phase, ...(slot === undefined ? [] : [slot])].join(' '),
  );
const SELF: Asked = { input: { initiatedBy: 'self' } };
const local = BUILT_IN_POLICIES['local-hyperv'];
const ROWS: readonly [string, VmBuilder, Asked?][] = [
  ['a VM without a fault', aVm()],
  ['ENABLE-1', aVm().withVm({ hibernationEnabled: false })],
  [
    'TORPOR-2',
    aVm().withVm({
      state: { kind: 'stopping', operationId: 'x', previous: { kind: 'running', hostId: 'h' } },
    }),
  ],
  ['ENABLE-6', aVm().withSize({ architecture: 'Arm64' }).withGuest({ architecture: 'arm64' })],
  ['MOVE-8', aVm().withSize({ ddaDevices: 1 })],
  ['AZURE-7', aVm().withSize({ supportsHibernation: false }).withVm({ hibernationEnabled: false })],
  [
    'AZURE-3',
    aVm().with({ disks: aVm().facts.disks.map((disk) => ({ ...disk, supportsHibernation: false })) }),
  ],
  ['AZURE-4', aVm().with({ disks: aVm().facts.disks.map((disk) => ({ ...disk, sizeGib: 8 })) })],
  ['AZURE-9 AZURE-15', aVm().withVm({ exclusions: ['spot', 'shared disk'] })],
  ['R87', aVm().withGuest({ kernelVersion: '5.4' })],
  ['INITIATE-2', aVm().withGuest({ kindsWithoutDriver: ['shutdown'] })],
  ['R88', aVm().withFaults({ kind: 's4-not-offered' })],
  ['R89', aVm().withGuest({ hasUdevHibernateRule: false })],
  ['R82 systemd', aVm().withGuest({ anonymousMib: 1000, swapMib: 1020, workingSetMib: 1000 })],
  ['R83 systemd', aVm().withGuest({ hasResumeParameter: false, userSpaceChecks: ['resume-device'] })],
  ['R21', aVm().withGuest({ hibernationAvailable: false })],
  ['R21 snapshot', aVm().withFaults({ kind: 'snapshot-device-held' }, { kind: 'process-not-freezable' })],
  ['R81', aVm().withGuest({ workingSetMib: 6000 })],
  [
    'UIO-2',
    aVm()
      .withNics(2)
      .withGuest({ uioSlots: ['nic 0', 'nic 1', 'fcopy 0'] }),
  ],
  ['R69', aVm().withGuest({ kernelVersion: '6.12' })],
  [
    'R66',
    aVm()
      .withFaults({ kind: 'vpci-initialising', slot: 'dda 0' })
      .withSize({ ddaDevices: 1 })
      .underPolicy(local),
  ],
  [
    'R29 R15',
    aVm().withFaults({ kind: 'sub-channel-not-rescinded', slot: 'nic 0' }, { kind: 'unload-unanswered' }),
  ],
  ['R45', aVm().withGuest({ kernelVersion: '6.12' }).withFaults({ kind: 'missing-at-thaw', slot: 'kvp 0' })],
  ['R82 none', aVm().withGuest({ swapMib: 0 })],
  ['R82 small', aVm().withGuest({ swapMib: 512, userSpaceChecks: [] })],
  ['R82 write', aVm().withFaults({ kind: 'image-write-error' })],
  ['R27', aVm().withGuest({ kernelVersion: '6.12' }).withFaults({ kind: 'wakeup-at-poweroff' })],
  ['DEVICES-12', aVm().withGuest({ openHvSockets: 2 })],
  ['R57', aVm().withSize({ hasTemporaryDisk: true }).withGuest({ mountsTemporaryDisk: true })],
  ['R74', aVm().withGuest({ kernelVersion: '5.15' })],
  ['R76 ASSUME-17', aVm().withNics(3)],
  ['R82 advice', aVm().withGuest({ swapMib: 8192 })],
  ['MOVE-12 R65 self', aVm(), SELF],
  ['R86 ENABLE-2 self', aVm().withVm({ hibernationEnabled: false }).withGuest({ hotAddedMib: 1024 }), SELF],
  ['R56 local A', aVm(), { policy: local }],
  ['R56 local B', aVm().withGuest({ kernelVersion: '6.15' }), { policy: local }],
  ['R56 none', aVm(), { policy: BUILT_IN_POLICIES.none }],
  ['R65 local', aVm().underPolicy(local)],
  [
    'R68',
    aVm().withSize({ ddaDevices: 1 }).underPolicy(local),
    { policy: { ...BUILT_IN_POLICIES.azure, devices: { ...local.devices, scsi: { kind: 'fresh' } } } },
  ],
  ['R14 CONSIDER-6 CONSIDER-7', aVm(), { from: HOST_GENERATIONS['intel-ice-lake-26102'], to: ICE_LAKE }],
  ['CONSIDER-7 rank', aVm(), { to: HOST_GENERATIONS['intel-cascade-lake'] }],
  ['CONSIDER-6 vendor', aVm(), { to: HOST_GENERATIONS['amd-milan'] }],
  [
    'ASSUME-5',
    aVm(),
    { from: HOST_GENERATIONS['intel-ice-lake-26102'], to: HOST_GENERATIONS['intel-sapphire-rapids'] },
  ],
];
describe('preflight', () => {
  it.each(ROWS)('%s', (title, vm, asked) => {
    const r = reportOn(vm, asked);
    console.log('ROW', title, '|', r.summary.verdict, JSON.stringify(told(r)));
    expect(1).toBe(1);
  });
});

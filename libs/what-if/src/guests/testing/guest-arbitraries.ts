import { BUILT_IN_POLICIES, isSingleInstance, type GuidAssignment, type GuidPolicy } from '#libs/guid-policy';
import { FAULTS, GUEST_PROFILES, type Fault, type FaultKind, type GuestProfile } from '#libs/linux-guest';
import { HIBERNATION_EXCLUSIONS, type HibernationExclusion, type SizeFacts } from '#libs/vm-operations';
import { guid, VIRTUAL_DEVICE_KINDS, type VirtualDeviceKind } from '#libs/vmbus';
import * as fc from 'fast-check';
import type { GuestMake } from '../life-facts.js';
import { aMake } from './guest-makes.js';

/** Mostly `value`, so that not every VM fails for the same first reason. */
function mostly<Value>(value: Value, ...others: readonly Value[]): fc.Arbitrary<Value> {
  return fc.oneof(
    { weight: 20, arbitrary: fc.constant(value) },
    { weight: 2, arbitrary: fc.constantFrom(...others) },
  );
}

const SIZE: fc.Arbitrary<SizeFacts> = fc
  .record({
    vcpus: fc.constantFrom(1, 2, 4, 8, 16),
    memoryGib: fc.constantFrom(4, 8, 16, 64),
    processorVendor: fc.constantFrom('Intel' as const, 'AMD' as const, undefined),
    architecture: mostly<SizeFacts['architecture']>('x64', 'Arm64'),
    supportsHibernation: mostly(true, false),
    diskBytesPerSecond: fc.constantFrom(33_000_000, 85_000_000, 600_000_000),
    ddaDevices: mostly(0, 1),
    hasTemporaryDisk: fc.boolean(),
  })
  .map(({ memoryGib, processorVendor, ...size }) => ({
    ...aMake().size,
    ...size,
    name: size.ddaDevices === 0 ? 'Standard_D4s_v5' : 'Standard_NV6ads_A10_v5',
    memoryMib: memoryGib * 1_024,
    ...(processorVendor === undefined ? {} : { processorVendor }),
  }))
  .map((size) => size satisfies SizeFacts);

/** Both eras, and either side of each border between them (R40). */
const KERNELS = ['5.15', '6.1', '6.8', '6.12', '6.13.3', '6.13.4', '6.14', '6.15'];

const PROFILE: fc.Arbitrary<GuestProfile> = fc.oneof(
  fc.constantFrom(...GUEST_PROFILES),
  fc
    .record({
      kernelVersion: fc.constantFrom(...KERNELS),
      hotAddedMib: mostly(0, 512),
      workingSetMib: mostly(1_024, 200, 3_000, 20_000),
      anonymousMib: mostly(100, 2_040),
      swapMib: mostly(65_536, 512, 2_048),
      userSpaceChecks: fc.constantFrom<GuestProfile['userSpaceChecks']>([], ['swap-room'], ['resume-device']),
      hasResumeParameter: mostly(true, false),
      hasUdevHibernateRule: mostly(true, false),
      hibernationAvailable: mostly(true, false),
      mountsTemporaryDisk: fc.boolean(),
      rootOnDda: fc.boolean(),
      openHvSockets: mostly(0, 1, 3),
      uioSlots: mostly<readonly string[]>([], ['nic 0'], ['nic 1'], ['shutdown 0']),
      kindsWithoutDriver: mostly<readonly VirtualDeviceKind[]>([], ['nic'], ['video', 'fcopy'], ['shutdown']),
    })
    .map((change) => ({ ...GUEST_PROFILES[0]!, ...change, name: 'its own' })),
);

export const MAKE: fc.Arbitrary<GuestMake> = fc
  .record({
    size: SIZE,
    profile: PROFILE,
    nics: fc.array(fc.record({ isAccelerated: fc.boolean() }), { maxLength: 3 }),
    sizeGib: mostly(128, 4, 30),
    bytesPerSecond: fc.constantFrom(25_000_000, 100_000_000),
    osDiskHibernates: mostly(true, false),
    dataDisks: mostly(1, 0, 4, 6),
    hibernationEnabled: mostly(true, false),
    exclusions: mostly<readonly HibernationExclusion[]>(
      [],
      ...Object.keys(HIBERNATION_EXCLUSIONS).map((name) => [name as HibernationExclusion]),
    ),
  })
  .map(({ profile, sizeGib, bytesPerSecond, osDiskHibernates, ...change }) =>
    aMake({ ...change, osDisk: { sizeGib, bytesPerSecond, supportsHibernation: osDiskHibernates } }, profile),
  );

/** GUIDs of a kind that a policy may pin; no two kinds have one in common (R52). */
function pinsOf(kind: VirtualDeviceKind) {
  const first = VIRTUAL_DEVICE_KINDS.indexOf(kind).toString(16).padStart(8, '0');
  return [0, 1].map((index) => guid(`${first}-0000-4000-8000-00000000000${index}`));
}

function assignmentOf(kind: VirtualDeviceKind): fc.Arbitrary<GuidAssignment> {
  const any: readonly GuidAssignment[] = [
    { kind: 'keep' },
    { kind: 'fresh' },
    { kind: 'pinned', guids: pinsOf(kind), beyond: 'fresh' },
    { kind: 'pinned', guids: pinsOf(kind).slice(0, 1), beyond: 'keep' },
  ];
  if (isSingleInstance(kind)) return mostly<GuidAssignment>({ kind: 'fixed' }, ...any);
  if (kind === 'nic') return mostly<GuidAssignment>({ kind: 'from-mac' }, ...any);
  return kind === 'scsi'
    ? mostly<GuidAssignment>({ kind: 'pinned', guids: pinsOf(kind), beyond: 'keep' }, ...any)
    : fc.constantFrom(...any);
}

const OWN_POLICY: fc.Arbitrary<GuidPolicy> = fc
  .record({
    devices: fc.record(
      Object.fromEntries(VIRTUAL_DEVICE_KINDS.map((kind) => [kind, assignmentOf(kind)])) as Record<
        VirtualDeviceKind,
        fc.Arbitrary<GuidAssignment>
      >,
    ),
    removeVfsBeforeHibernation: fc.boolean(),
    hibernation: fc.constantFrom('refuse' as const, 'allow' as const),
  })
  .map(({ hibernation, ...rest }) => ({
    ...rest,
    name: 'its own',
    description: '',
    dda: { hibernation, exceptSizes: [] },
  }));

export const POLICY: fc.Arbitrary<GuidPolicy> = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...Object.values(BUILT_IN_POLICIES)) },
  { weight: 2, arbitrary: fc.constant({ ...BUILT_IN_POLICIES.azure, removeVfsBeforeHibernation: false }) },
  { weight: 3, arbitrary: OWN_POLICY },
);

const SLOTS = [
  'nic 0',
  'nic 1',
  'scsi 0',
  'scsi 1',
  'vf 0',
  'vf 1',
  'dda 0',
  'kvp 0',
  'shutdown 0',
  'timesync 0',
];

/** Values that change something, by kind; devices that are added fill slots that no VM has. */
const ARGUMENTS: Readonly<Partial<Record<FaultKind, readonly Omit<Fault, 'kind'>[]>>> = {
  'memory-mib': [{ value: 2_048 }, { value: 131_072 }],
  vcpus: [{ value: 1 }, { value: 64 }],
  'scsi-disks': [{ value: 1 }, { value: 9 }],
  'first-relid': [{ value: 1 }, { value: 900 }],
  'facs-signature': [{ value: 7 }],
  'unload-latency-ms': [{ value: 700 }],
  firmware: [{ value: '2' }],
  'vmbus-versions': [{ value: '3.0' }, { value: '4.0' }, { value: '4.0 5.3' }],
  'device-added': [{ slot: 'nic 7' }, { slot: 'scsi 7' }, { slot: 'dda 7' }],
};

function argumentsOf(kind: FaultKind): readonly Omit<Fault, 'kind'>[] {
  const own = ARGUMENTS[kind];
  if (own !== undefined) return own;
  switch (FAULTS[kind].takes) {
    case 'slot':
      return SLOTS.map((slot) => ({ slot }));
    case 'disk':
      return ['os disk', 'data disk 0', 'temporary disk'].map((slot) => ({ slot }));
    default:
      return [{}];
  }
}

/** Every kind with every argument that is tried. */
export const FAULTS_TRIED: readonly Fault[] = (Object.keys(FAULTS) as readonly FaultKind[]).flatMap((kind) =>
  argumentsOf(kind).map((argument): Fault => ({ kind, ...argument })),
);

export const FAULT: fc.Arbitrary<Fault> = fc.constantFrom(...FAULTS_TRIED);

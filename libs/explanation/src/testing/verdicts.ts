import { Random, SeededIds, seedFrom } from '#libs/determinism';
import { assignInstanceGuids, BUILT_IN_POLICIES, deviceSlotsOf, type GuidPolicy } from '#libs/guid-policy';
import {
  bootGuest,
  faultName,
  guestProfileNamed,
  joinedLog,
  restoreGuest,
  runHibernation,
  stageMachine,
  vmbusEra,
  type Fault,
  type GuestProfile,
  type HibernationImage,
  type VirtualHardware,
} from '#libs/linux-guest';
import type { Verdict } from '#libs/vm-operations';

/** What a story is about; left out: a VM with one plain NIC under policy azure. */
export interface StoryWish {
  readonly policy?: GuidPolicy;
  readonly kernelVersion?: string;
  /** Of the new VM. */
  readonly faults?: readonly Fault[];
  readonly isAccelerated?: boolean;
  /** VFs stay in the VM, and in its image. */
  readonly keepsVfs?: boolean;
}

export const VM = { name: 'web-1', resourceGroup: 'night-shift' } as const;
const MAC = '002248010200';

/** A machine made under a policy; another seed draws other GUIDs. */
export function aMachine(
  { policy = BUILT_IN_POLICIES.azure, isAccelerated = false }: StoryWish,
  seed: string,
): VirtualHardware {
  const slots = deviceSlotsOf({
    scsiControllers: 2,
    nics: [{ mac: MAC, accelerated: isAccelerated }],
    dda: 0,
  });
  const { devices } = assignInstanceGuids(policy, slots, {}, new SeededIds(seedFrom(seed)));
  return {
    vcpus: 2,
    memoryMib: 4_096,
    s4Enabled: true,
    devices,
    processorVendor: 'Intel',
    processorModel: 'Xeon Platinum 8370C',
    processorRank: 2,
    hypervLevel: 20_348,
    vmbusVersions: ['4.0', '5.3'],
    firstRelid: 1 + new Random(seedFrom(seed)).below(4),
    imageBytesPerSecond: 85_000_000,
    firmware: '1',
    facsSignature: 0,
    scsiDisks: 1,
    hasTemporaryDisk: false,
    faults: [],
  };
}

/** What a VM leaves on its disk that hibernates on its first machine. */
export function anImage(wish: StoryWish = {}): HibernationImage {
  const hardware = aMachine(wish, 'first');
  const guest = bootGuest(hardware, profileOf(wish), { bootId: 'first', vfPresent: wish.keepsVfs === true });
  const outcome = runHibernation(guest, hardware, { initiatedBy: 'shutdown-service' });
  if (outcome.kind !== 'reached-s4') throw new Error(`no image: ${outcome.symptom}`);
  return outcome.image;
}

/** The verdict of a resume on a second machine. */
export function aResume(wish: StoryWish = {}): Verdict {
  const { faults = [], policy = BUILT_IN_POLICIES.azure } = wish;
  const hardware = stageMachine(aMachine(wish, 'second'), faults, new SeededIds(seedFrom('staged')));
  const { severity, findings, report, steps } = restoreGuest(anImage(wish), hardware, {
    vfPresent: wish.keepsVfs === true,
  });
  const { kernelVersion } = profileOf(wish);
  return {
    severity,
    summary: `${report.matched} devices matched, ${report.unmatched + report.late} unmatched, ${report.added} new`,
    findings,
    circumstances: {
      act: 'start',
      kernelVersion,
      era: vmbusEra(kernelVersion),
      policy: policy.name,
      faults: faults.map(faultName),
    },
    log: joinedLog(steps),
    report,
  };
}

/** A verdict without a resume: only what matters for it has to be given. */
export function aVerdict(
  change: Partial<Omit<Verdict, 'circumstances'>> & { readonly act?: 'hibernation' | 'start' },
): Verdict {
  const { act = 'hibernation', ...rest } = change;
  return {
    severity: 'hibernate-aborted',
    summary: 'so it was',
    findings: [],
    circumstances: { act, kernelVersion: '6.8', era: 'A', policy: 'azure', faults: [] },
    log: [],
    ...rest,
  };
}

function profileOf({ kernelVersion = '6.8' }: StoryWish): GuestProfile {
  const profile = guestProfileNamed('ubuntu-24.04');
  if (profile === undefined) throw new Error('the profile is gone');
  return { ...profile, kernelVersion };
}

import type { GuestProfile } from '#libs/linux-guest';
import { profilesOf, withGuest, withProfile, type Mend, type MendSource } from './mend.js';
import type { Subject } from '../subject.js';

/** One setting inside the guest, and how it is put right. */
interface Setting {
  isWrong(profile: GuestProfile): boolean;
  right(profile: GuestProfile): GuestProfile;
  readonly remedy: string | ((profile: GuestProfile) => string);
}

const SETTINGS: readonly Setting[] = [
  {
    isWrong: ({ hibernationAvailable }) => !hibernationAvailable,
    right: (profile) => ({ ...profile, hibernationAvailable: true }),
    remedy:
      'Boot without nohibernate and without kernel lock-down (which Secure Boot may bring), and end programs that hold secret memory.',
  },
  {
    isWrong: ({ hasUdevHibernateRule }) => !hasUdevHibernateRule,
    right: (profile) => ({ ...profile, hasUdevHibernateRule: true }),
    remedy:
      'Install a udev rule that answers EVENT=hibernate of hv_utils with "systemctl hibernate", as hibernation-setup-tool and the Linux hibernation extension do.',
  },
  {
    isWrong: (profile) => profile.swapMib < wantedSwapMib(profile),
    right: (profile) => ({ ...profile, swapMib: wantedSwapMib(profile) }),
    remedy: (profile) => `Give the guest at least ${wantedSwapMib(profile)} MiB of swap on its OS disk.`,
  },
  {
    isWrong: ({ hasResumeParameter }) => !hasResumeParameter,
    right: (profile) => ({ ...profile, hasResumeParameter: true }),
    remedy:
      'Name the swap area with resume= (and resume_offset= for a swap file) on the kernel command line, and rebuild the initramfs.',
  },
  {
    isWrong: ({ workingSetMib }) => workingSetMib > 0,
    right: (profile) => ({ ...profile, workingSetMib: 0 }),
    remedy:
      'End or shrink programs until the memory in use fits, or choose a size with more memory: the image can have half of it at most.',
  },
  {
    isWrong: ({ architecture }) => architecture === 'arm64',
    right: (profile) => ({ ...profile, architecture: 'x86-64' }),
    remedy: 'Use an x64 size and an x86-64 image: there is no hibernation on arm64.',
  },
  {
    isWrong: ({ mountsTemporaryDisk }) => mountsTemporaryDisk,
    right: (profile) => ({ ...profile, mountsTemporaryDisk: false }),
    remedy: 'Unmount the temporary disk before the VM hibernates, and keep nothing on it that matters.',
  },
  {
    isWrong: ({ rootOnDda }) => rootOnDda,
    right: (profile) => ({ ...profile, rootOnDda: false }),
    remedy: 'Move the root file system and swap to a SCSI disk.',
  },
  {
    isWrong: ({ openHvSockets }) => openHvSockets > 0,
    right: (profile) => ({ ...profile, openHvSockets: 0 }),
    remedy: 'Let applications reconnect after the resume, or close their Hyper-V sockets before.',
  },
];

/** What can be put right inside the guest while it runs. */
export const guestMends: MendSource = (subject) => [
  ...uioMends(subject),
  ...driverMends(subject),
  ...SETTINGS.flatMap((setting) => settingMend(setting, subject)),
  ...hotAddMends(subject),
];

function settingMend({ isWrong, right, remedy }: Setting, subject: Subject): readonly Mend[] {
  const wrong = profilesOf(subject).find(isWrong);
  if (wrong === undefined) return [];
  return [
    {
      remedy: typeof remedy === 'string' ? remedy : remedy(wrong),
      apply: (before) => {
        const changed = withProfile(before, right);
        return withGuest(changed, (guest) => ({ ...guest, openHvSockets: guest.profile.openHvSockets }));
      },
    },
  ];
}

/** UIO-2, R69: a device that DPDK or the file-copy daemon holds goes back to its own driver. */
function uioMends(subject: Subject): readonly Mend[] {
  const slots = new Set(profilesOf(subject).flatMap(({ uioSlots }) => uioSlots));
  return [...slots].map((slot) => ({
    slot,
    remedy: slot.startsWith('fcopy')
      ? 'Stop the file-copy daemon and unload uio_hv_generic, or switch guest services off on the host, before the VM hibernates.'
      : `Stop what uses ${slot} through UIO (DPDK) and give the device back to its own driver before the VM hibernates.`,
    apply: (before) =>
      withProfile(before, (profile) => ({
        ...profile,
        uioSlots: profile.uioSlots.filter((other) => other !== slot),
      })),
  }));
}

function driverMends(subject: Subject): readonly Mend[] {
  const kinds = new Set(profilesOf(subject).flatMap(({ kindsWithoutDriver }) => kindsWithoutDriver));
  return [...kinds].map((kind) => ({
    slot: `${kind} 0`,
    remedy:
      kind === 'scsi'
        ? 'Put the storage driver (hv_storvsc) into the initramfs, so that the fresh kernel can reach the image.'
        : `Load the guest driver for the ${kind} device.`,
    apply: (before) =>
      withProfile(before, (profile) => ({
        ...profile,
        kindsWithoutDriver: profile.kindsWithoutDriver.filter((other) => other !== kind),
      })),
  }));
}

/** ENABLE-2, ENABLE-4: pages that the next VM will not have. */
function hotAddMends(subject: Subject): readonly Mend[] {
  const { partition } = subject.facts;
  const isHotAdded =
    (partition?.guest?.hotAddedMib ?? 0) > 0 ||
    profilesOf(subject).some(({ hotAddedMib }) => hotAddedMib > 0);
  if (!isHotAdded) return [];
  return [
    {
      remedy:
        'Restart the VM without dynamic memory, or with hibernation enabled: then the balloon driver adds none.',
      apply: (before) => {
        const changed = withProfile(before, (profile) => ({ ...profile, hotAddedMib: 0 }));
        return withGuest(changed, (guest) => ({ ...guest, hotAddedMib: 0 }));
      },
    },
  ];
}

/** Room for the whole image (R82, ASSUME-8), and for systemd's share of the free swap. */
function wantedSwapMib({ workingSetMib, anonymousMib }: GuestProfile): number {
  return Math.max(workingSetMib, Math.ceil(anonymousMib * SPARE_SWAP));
}

/** More than one part in fifty free. */
const SPARE_SWAP = 1.03;

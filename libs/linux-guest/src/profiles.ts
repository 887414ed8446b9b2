import type { GuestProfile } from './guest-profile.js';

const ORDINARY: GuestProfile = {
  name: 'ubuntu-24.04',
  distribution: 'Ubuntu 24.04 LTS',
  kernelVersion: '6.8',
  architecture: 'x86-64',
  hasUdevHibernateRule: true,
  swapMib: 65_536,
  hasResumeParameter: true,
  hibernationAvailable: true,
  uioSlots: [],
  hotAddedMib: 0,
  workingSetMib: 1_024,
  anonymousMib: 512,
  userSpaceChecks: ['swap-room'],
  mountsTemporaryDisk: false,
  rootOnDda: false,
  openHvSockets: 0,
  kindsWithoutDriver: [],
};

/** Profiles that exist from the start; any field can be overridden for one VM. */
export const GUEST_PROFILES: readonly GuestProfile[] = [
  ORDINARY,
  { ...ORDINARY, name: 'ubuntu-22.04', distribution: 'Ubuntu 22.04 LTS', kernelVersion: '5.15' },
  { ...ORDINARY, name: 'debian-12', distribution: 'Debian 12', kernelVersion: '6.1' },
  { ...ORDINARY, name: 'debian-13', distribution: 'Debian 13', kernelVersion: '6.12' },
  { ...ORDINARY, name: 'fedora-42', distribution: 'Fedora 42', kernelVersion: '6.15' },
  { ...ORDINARY, name: 'no-udev-rule', hasUdevHibernateRule: false },
  { ...ORDINARY, name: 'no-resume-parameter', hasResumeParameter: false },
  { ...ORDINARY, name: 'no-swap', swapMib: 0 },
  { ...ORDINARY, name: 'locked-down', hibernationAvailable: false },
  { ...ORDINARY, name: 'dpdk', uioSlots: ['nic 1'] },
  { ...ORDINARY, name: 'ubuntu-24.04-arm64', architecture: 'arm64' },
];

/** The profile of this name; `undefined` for an unknown one. */
export function guestProfileNamed(name: string): GuestProfile | undefined {
  return GUEST_PROFILES.find((profile) => profile.name === name);
}

import { guestProfileNamed, type GuestProfile } from '#libs/linux-guest';
import type { VmMake } from '../../scenario.js';
import type { GuestMake } from '../life-facts.js';

const MIB_PER_GIB = 1024;
const BYTES_PER_MB = 1_000_000;

/** 4 vCPUs and 16 GiB, one accelerated NIC, one data disk, ready for hibernation in every respect. */
export function aMake(change: Partial<VmMake> = {}, profile: Partial<GuestProfile> = {}): GuestMake {
  return {
    name: 'Standard_D4s_v5, ubuntu-24.04',
    size: {
      name: 'Standard_D4s_v5',
      vcpus: 4,
      memoryMib: 16 * MIB_PER_GIB,
      processorVendor: 'Intel',
      architecture: 'x64',
      maxNics: 4,
      maxDataDisks: 8,
      acceleratedNetworking: true,
      diskBytesPerSecond: 144 * BYTES_PER_MB,
      supportsHibernation: true,
      ddaDevices: 0,
      hasTemporaryDisk: false,
    },
    nics: [{ isAccelerated: true }],
    osDisk: { sizeGib: 64, bytesPerSecond: 100 * BYTES_PER_MB, supportsHibernation: true },
    dataDisks: 1,
    hibernationEnabled: true,
    exclusions: [],
    diskNoise: 'steady',
    ...change,
    profile: { ...profileNamed('ubuntu-24.04'), ...profile },
  };
}

/** The profile of this name. Throws `Error` when there is none. */
export function profileNamed(name: string): GuestProfile {
  const profile = guestProfileNamed(name);
  if (profile === undefined) throw new Error(`no guest profile ${name}`);
  return profile;
}

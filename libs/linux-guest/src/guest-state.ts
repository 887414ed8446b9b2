import type { Offer } from '#libs/vmbus';
import type { GuestProfile, VmbusEra } from './guest-profile.js';
import type { MemoryMap } from './memory-map.js';

/** The PCI side of a vPCI device: it has a VMBus and a PCI identity (VPCI-4, VPCI-5). */
export interface PciIdentity {
  /** PCI domain: bytes 4 and 5 of the instance GUID (R4), so a new GUID also renames what hangs below it. */
  readonly domain: number;
  /** `dead`: the function reads all ones; its native driver cannot use it (R56). */
  readonly state: 'operational' | 'suspended' | 'dead';
}

/** A primary channel as the guest knows it; `null` relid: not offered on the present connection. */
export interface GuestChannel {
  readonly id: number;
  /** `nic 0`, `kvp 0`: which slot's device this is. */
  readonly slot: string;
  readonly offer: Offer;
  readonly relid: number | null;
  readonly isOpen: boolean;
  /** Bound driver, absent for a device without one. */
  readonly driver?: string;
  /** Relids of open sub-channels (R9). */
  readonly subChannelRelids: readonly number[];
  /** The driver's resume failed: the device is registered but dead (R54 to R56). */
  readonly resumeError?: number;
  /** Twelve hex digits, NICs and VFs only: the address that the guest goes on using (R62). */
  readonly mac?: string;
  /** NICs only: whether packets go through the VF (R63), the NIC itself, or nowhere. */
  readonly dataPath?: 'synthetic' | 'vf' | 'down';
  /** `vf` and `dda` only. */
  readonly pci?: PciIdentity;
}

/** A running Linux: plain data, so that it can be stored and read back. */
export interface RunningGuest {
  readonly profile: GuestProfile;
  readonly era: VmbusEra;
  /** New at every boot, carried over by a resume: the acceptance test for "the same Linux came back". */
  readonly bootId: string;
  readonly protocolVersion: string;
  readonly vcpus: number;
  readonly memoryMib: number;
  readonly hotAddedMib: number;
  readonly s4Enabled: boolean;
  readonly processorVendor: 'Intel' | 'AMD';
  readonly processorModel: string;
  readonly processorRank: number;
  readonly hypervLevel: number;
  readonly channels: readonly GuestChannel[];
  readonly openHvSockets: number;
  /** R70, R74: whether the wall clock follows the host's, or still stands where it slept. */
  readonly clock: 'host-time' | 'behind';
  /** R46: channels still to be fixed up after an incomplete resume; era A refuses the next hibernation. */
  readonly channelsMissingAfterResume: number;
  /** False between unloading the connection and making it anew, and for good once a host refused it (R44). */
  readonly isConnected: boolean;
  /** R48: after a bus suspend that failed, offers and rescinds are dropped on arrival. */
  readonly ignoresOffers: boolean;
}

/** What the swap area on the OS disk holds after step 7: memory at the moment of step 4. */
export interface HibernationImage {
  readonly guest: RunningGuest;
  readonly imageBytes: number;
  /** R76: pages and memory map of the machine that made it. */
  readonly memoryMib: number;
  readonly totalMemoryMib: number;
  readonly memoryMap: MemoryMap;
  /** R77: of the FACS, as far as it was not zero. */
  readonly facsSignature: number;
  /** R78: the VM booted without it since, and its disks went on. */
  readonly isStale: boolean;
}

import { classOfKind, driverOf, type VirtualDeviceKind } from '#libs/vmbus';
import type { GuestProfile } from './guest-profile.js';
import type { GuestChannel } from './guest-state.js';

/** The one driver in the tree without suspend and resume functions (UIO-1, R20). */
export const UIO_DRIVER = 'uio_hv_generic';
export const NETVSC_DRIVER = 'hv_netvsc';
export const STORVSC_DRIVER = 'storvsc';
export const VPCI_DRIVER = 'hv_pci';

/** `nic` of `nic 1`. */
export function kindOf(channel: Pick<GuestChannel, 'slot'>): VirtualDeviceKind {
  return channel.slot.slice(0, channel.slot.indexOf(' ')) as VirtualDeviceKind;
}

/** `1` of `nic 1`. */
export function indexOf(channel: Pick<GuestChannel, 'slot'>): number {
  return Number(channel.slot.slice(channel.slot.indexOf(' ') + 1));
}

/** The driver that takes a device in this guest; `undefined`: the device stays without one. */
export function driverFor(profile: GuestProfile, slot: string): string | undefined {
  const kind = kindOf({ slot });
  if (profile.uioSlots.includes(slot)) return UIO_DRIVER;
  if (profile.kindsWithoutDriver.includes(kind)) return undefined;
  const { driver } = driverOf(classOfKind(kind), profile.kernelVersion);
  // The UIO driver names the file-copy class, but serves it only where the module is loaded (R69): the profile says so.
  return driver === UIO_DRIVER ? undefined : driver;
}

/** Queues that netvsc asks for when nobody configured it otherwise. Source: hyperv_net.h, `VRSS_CHANNEL_DEFAULT`. */
const NETVSC_DEFAULT_QUEUES = 8;
/** vCPUs that share one storage channel. Source: storvsc_drv.c, `storvsc_vcpus_per_sub_channel`. */
const STORVSC_VCPUS_PER_SUB_CHANNEL = 4;

/** How many sub-channels the driver asks for (R9); the host is taken to grant them all (ASSUME-10). */
export function subChannelsWanted(driver: string, vcpus: number): number {
  switch (driver) {
    case NETVSC_DRIVER:
      return Math.min(vcpus, NETVSC_DEFAULT_QUEUES) - 1;
    case STORVSC_DRIVER:
      return Math.floor((vcpus - 1) / STORVSC_VCPUS_PER_SUB_CHANNEL);
    default:
      return 0;
  }
}

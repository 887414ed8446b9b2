import { classOfKind, driverOf, type VirtualDeviceKind } from '#libs/vmbus';
import { NETVSC } from './drivers/netvsc.js';
import { UIO } from './drivers/uio.js';
import type { GuestProfile } from './guest-profile.js';
import type { GuestChannel } from './guest-state.js';

export const UIO_DRIVER = UIO.name;
export const NETVSC_DRIVER = NETVSC.name;

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

/** Whether the host serves what the channel's slot is for; not so after R51, where another class took its GUID. */
export function isOfItsKind(channel: Pick<GuestChannel, 'slot' | 'offer'>): boolean {
  return channel.offer.classGuid === classOfKind(kindOf(channel)).classGuid;
}

/** How the kernel names a device in its log: driver and instance GUID. */
export function logName({ driver, offer }: Pick<GuestChannel, 'driver' | 'offer'>): string {
  const name = driver === 'storvsc' ? 'hv_storvsc' : (driver ?? 'vmbus');
  return `${name} ${offer.instanceGuid}`;
}

import { pciDomainOf, slotName, type Offer, type VirtualDevice } from '#libs/vmbus';
import { driverFor, indexOf, isOfItsKind, kindOf } from './driver-binding.js';
import { driverNamed } from './drivers/drivers.js';
import type { GuestChannel, RunningGuest } from './guest-state.js';

/** A channel object for an offer that met none: no driver yet, closed (R43, R24). */
export function newChannel(id: number, offer: Offer, device: VirtualDevice): GuestChannel {
  const isVpci = device.kind === 'vf' || device.kind === 'dda';
  return {
    id,
    slot: slotName(device),
    offer,
    relid: offer.relid,
    isOpen: false,
    subChannelRelids: [],
    ...(device.mac === undefined ? {} : { mac: device.mac }),
    ...(device.kind === 'nic' ? { dataPath: 'down' as const } : {}),
    ...(isVpci ? { pci: { domain: pciDomainOf(offer.instanceGuid), state: 'suspended' as const } } : {}),
  };
}

/** Number for the next channel object of this guest. */
export function nextChannelId(channels: readonly GuestChannel[]): number {
  return channels.reduce((highest, channel) => Math.max(highest, channel.id), -1) + 1;
}

/** First relid beyond all in use: hosts number sub-channels and hot-added devices upwards (R8). */
export function nextRelid(channels: readonly GuestChannel[]): number {
  return (
    channels.reduce(
      (highest, { relid, subChannelRelids }) => Math.max(highest, relid ?? 0, ...subChannelRelids),
      0,
    ) + 1
  );
}

/** DEVICES-11: the driver re-allocates its ring and opens the channel, then asks for its sub-channels from scratch. */
export function openChannel(
  channel: GuestChannel,
  opening: { readonly vcpus: number; readonly firstRelid: number; readonly offersArrive: boolean },
): GuestChannel {
  const wanted =
    channel.driver === undefined ? 0 : driverNamed(channel.driver).subChannelsWanted(opening.vcpus);
  const granted = opening.offersArrive ? wanted : 0;
  const { resumeError: _healed, ...rest } = channel;
  return {
    ...rest,
    isOpen: true,
    subChannelRelids: Array.from({ length: granted }, (_, at) => opening.firstRelid + at),
    ...(channel.pci === undefined ? {} : { pci: { ...channel.pci, state: 'operational' as const } }),
  };
}

/**
 * DEVICES-8 to DEVICES-10: sub-channels are closed and vanish, the primary stays as a closed structure. A host that
 * does not rescind leaves closed sub-channels behind, for which the bus suspend will wait (R29).
 */
export function closeChannel(channel: GuestChannel, isRescinded = true): GuestChannel {
  return {
    ...channel,
    isOpen: false,
    subChannelRelids: isRescinded ? [] : channel.subChannelRelids,
    ...(channel.dataPath === undefined ? {} : { dataPath: 'down' as const }),
    ...(channel.pci === undefined || channel.pci.state === 'dead'
      ? {}
      : { pci: { ...channel.pci, state: 'suspended' as const } }),
  };
}

/** R24: devices that came without a driver get theirs, in registration order, once probing is allowed again. */
export function bindDeferred(guest: RunningGuest): RunningGuest {
  let channels = guest.channels;
  for (const channel of guest.channels) {
    if (channel.driver !== undefined || channel.relid === null) continue;
    const driver = driverFor(guest.profile, channel.slot);
    if (driver === undefined || !isOfItsKind(channel)) continue;
    const opened = openChannel(
      { ...channel, driver },
      { vcpus: guest.vcpus, firstRelid: nextRelid(channels), offersArrive: !guest.ignoresOffers },
    );
    channels = channels.map((other) => (other.id === channel.id ? opened : other));
  }
  return joinVfs({ ...guest, channels });
}

/**
 * R63: netvsc sends packets through the VF that belongs to its NIC, as soon as that VF works. A NIC whose old VF is
 * still registered, but dead, takes no other one and is cut off (R65, ASSUME-3).
 */
export function joinVfs(guest: RunningGuest): RunningGuest {
  const channels = guest.channels.map((channel) =>
    kindOf(channel) === 'nic' ? { ...channel, dataPath: dataPathOf(channel, guest.channels) } : channel,
  );
  return { ...guest, channels };
}

function dataPathOf(nic: GuestChannel, channels: readonly GuestChannel[]): 'synthetic' | 'vf' | 'down' {
  if (!nic.isOpen) return 'down';
  const vfs = channels.filter((other) => kindOf(other) === 'vf' && indexOf(other) === indexOf(nic));
  if (vfs.some(({ pci }) => pci?.state === 'dead')) return 'down';
  return vfs.some(({ pci }) => pci?.state === 'operational') ? 'vf' : 'synthetic';
}

/** The device behind an offer, found by its identity. */
export function deviceOf(offer: Offer, devices: readonly VirtualDevice[]): VirtualDevice {
  const device = devices.find(
    ({ classGuid, instanceGuid }) => classGuid === offer.classGuid && instanceGuid === offer.instanceGuid,
  );
  if (device === undefined)
    throw new Error(`no device ${offer.classGuid}/${offer.instanceGuid} behind the offer`);
  return device;
}

/** Name of the slot that the device behind an offer fills. */
export function slotOf(offer: Offer, devices: readonly VirtualDevice[]): string {
  return slotName(deviceOf(offer, devices));
}

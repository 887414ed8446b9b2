import { primaryOffer, type Offer, type VirtualDevice } from '#libs/vmbus';
import { bindDeferred, joinVfs, newChannel, nextChannelId, nextRelid } from './channel-changes.js';
import { indexOf, kindOf, NETVSC_DRIVER } from './driver-binding.js';
import type { GuestChannel, RunningGuest } from './guest-state.js';

/**
 * The host takes the VFs away (R64, MOVE-9): the data path falls back to the synthetic NIC, the vPCI channels are
 * rescinded and leave no trace. The host cannot rescind a channel that it never offered on this connection, so an
 * orphaned VF of an earlier resume stays (R55). A guest that ignores rescinds keeps what it has (R48).
 */
export function withoutVfs(guest: RunningGuest): RunningGuest {
  if (guest.ignoresOffers) return guest;
  const channels = guest.channels.filter((channel) => kindOf(channel) !== 'vf' || channel.relid === null);
  return joinVfs({ ...guest, channels });
}

/**
 * The host offers VFs to a running guest (VPCI-6, R64). Only those come whose NIC is driven by netvsc and works;
 * one that the guest has already is not offered twice. An offer with the instance GUID of an orphan repairs that
 * channel's record, but the orphan's driver is not resumed again (R42).
 */
export function withVfs(guest: RunningGuest, vfDevices: readonly VirtualDevice[]): RunningGuest {
  if (guest.ignoresOffers || !guest.isConnected) return guest;
  let channels = guest.channels;
  let missing = guest.channelsMissingAfterResume;
  for (const device of vfDevices) {
    if (!nicIsReady(channels, device.index)) continue;
    const known = channels.find(({ offer }) => offer.instanceGuid === device.instanceGuid);
    if (known !== undefined && known.relid !== null) continue;
    const offer = primaryOffer(device, nextRelid(channels), undefined);
    if (known === undefined) {
      channels = [...channels, newChannel(nextChannelId(channels), offer, device)];
    } else {
      channels = channels.map((channel) => (channel === known ? repaired(channel, offer) : channel));
      missing--;
    }
  }
  return bindDeferred({ ...guest, channels, channelsMissingAfterResume: missing });
}

function repaired(channel: GuestChannel, offer: Offer): GuestChannel {
  return { ...channel, offer, relid: offer.relid };
}

function nicIsReady(channels: readonly GuestChannel[], index: number): boolean {
  return channels.some(
    (channel) =>
      kindOf(channel) === 'nic' &&
      indexOf(channel) === index &&
      channel.isOpen &&
      channel.driver === NETVSC_DRIVER,
  );
}

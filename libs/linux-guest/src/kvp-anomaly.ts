import type { Offer } from '#libs/vmbus';
import { nextChannelId, nextRelid } from './channel-changes.js';
import { kindOf } from './driver-binding.js';
import type { GuestChannel } from './guest-state.js';

/**
 * The key-value pair device behaves unlike every other one: closing its primary channel makes the host rescind it,
 * which removes the device (KVP-1), and offer it again at once, which creates it anew (KVP-2). Probing is blocked
 * while devices are being suspended, so the new one has no driver yet (R24, R70). Returns the channels after both.
 */
export function rescindAndReofferKvp(
  channels: readonly GuestChannel[],
  closed: GuestChannel,
): GuestChannel[] {
  const relid = nextRelid(channels);
  const offer: Offer = { ...closed.offer, relid };
  const reborn: GuestChannel = {
    id: nextChannelId(channels),
    slot: closed.slot,
    offer,
    relid,
    isOpen: false,
    subChannelRelids: [],
  };
  return [...channels.filter(({ id }) => id !== closed.id), reborn];
}

/** Whether closing this channel sets the anomaly off: KVP, open, and known to the host. */
export function triggersKvpAnomaly(channel: GuestChannel): boolean {
  return kindOf(channel) === 'kvp' && channel.isOpen && channel.relid !== null;
}

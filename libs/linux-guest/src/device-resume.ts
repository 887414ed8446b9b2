import { classOfKind } from '#libs/vmbus';
import { bindDeferred, nextRelid, openChannel } from './channel-changes.js';
import { kindOf, NETVSC_DRIVER, subChannelsWanted } from './driver-binding.js';
import { ERRNO } from './errno.js';
import type { GuestChannel, RunningGuest } from './guest-state.js';

/** Result of calling every device's resume function. `hungSlot`: that call never returned. */
export interface DeviceResume {
  readonly guest: RunningGuest;
  readonly hungSlot?: string;
}

/**
 * Resumes devices in order of registration (R18), each once: it opens its channel again and asks for sub-channels
 * (DEVICES-11). A device without a relid cannot open and is left dead (R54); errors never stop the rest (R23).
 * `onlyIds` restricts the call to those devices, for the roll-back of a failed freeze (R25).
 */
export function resumeDevices(guest: RunningGuest, onlyIds?: readonly number[]): DeviceResume {
  let channels = guest.channels;
  for (const { id } of guest.channels) {
    if (onlyIds !== undefined && !onlyIds.includes(id)) continue;
    const channel = channels.find((candidate) => candidate.id === id)!;
    if (channel.driver === undefined) continue;
    if (guest.ignoresOffers && waitsForSubChannels(channel, guest.vcpus)) {
      return { guest: { ...guest, channels }, hungSlot: channel.slot };
    }
    const resumed = resumeDevice(channel, {
      vcpus: guest.vcpus,
      firstRelid: nextRelid(channels),
      offersArrive: !guest.ignoresOffers,
    });
    channels = channels.map((other) => (other.id === id ? resumed : other));
  }
  return { guest: { ...guest, channels } };
}

/** The end of a transition: probing is allowed again, and devices that appeared meanwhile get their drivers (R24). */
export function completeTransition(guest: RunningGuest): RunningGuest {
  return bindDeferred(guest);
}

function resumeDevice(channel: GuestChannel, opening: Parameters<typeof openChannel>[1]): GuestChannel {
  if (channel.relid === null) return dead(channel, ERRNO.EDQUOT);
  // R51: the old driver talks to another kind of service, and nothing it says is understood.
  if (channel.offer.classGuid !== classOfKind(kindOf(channel)).classGuid)
    return dead(channel, ERRNO.ETIMEDOUT);
  return openChannel(channel, opening);
}

function dead(channel: GuestChannel, resumeError: number): GuestChannel {
  return {
    ...channel,
    isOpen: false,
    resumeError,
    ...(channel.pci === undefined ? {} : { pci: { ...channel.pci, state: 'dead' as const } }),
  };
}

/** R48: netvsc waits without limit for sub-channels that were asked for, storvsc does without. */
function waitsForSubChannels(channel: GuestChannel, vcpus: number): boolean {
  return channel.driver === NETVSC_DRIVER && subChannelsWanted(NETVSC_DRIVER, vcpus) > 0;
}

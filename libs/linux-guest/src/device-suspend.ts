import type { RuleId } from '#libs/kernel-rules';
import { closeChannel } from './channel-changes.js';
import { NETVSC_DRIVER, UIO_DRIVER, VPCI_DRIVER } from './driver-binding.js';
import { ERRNO } from './errno.js';
import type { GuestChannel, RunningGuest } from './guest-state.js';
import { rescindAndReofferKvp, triggersKvpAnomaly } from './kvp-anomaly.js';

/** Why a device refuses to be suspended; the system call returns `errno`. */
export interface DeviceRefusal {
  readonly slot: string;
  readonly rule: RuleId;
  readonly errno: number;
  readonly symptom: string;
}

/** Result of suspending every VMBus device in turn (HIBERNATE-2): the state after the last one that was reached. */
export interface DeviceSuspend {
  readonly guest: RunningGuest;
  /** Channels whose drivers were suspended, for the roll-back of R25. */
  readonly suspendedIds: readonly number[];
  readonly refusal?: DeviceRefusal;
  readonly notes: readonly string[];
}

/**
 * Calls the suspend function of each device, last registered first (R18): the one function for freeze and poweroff
 * (DEVICES-13), in the hibernating kernel and in the fresh kernel before the image takes over (RESUME-3).
 */
export function suspendDevices(guest: RunningGuest): DeviceSuspend {
  let channels = guest.channels;
  const suspendedIds: number[] = [];
  let subChannels = 0;
  const notes: string[] = [];
  for (const channel of [...guest.channels].reverse()) {
    if (channel.driver === undefined) continue;
    const refusal = refusalOf(channel);
    if (refusal !== undefined) return { guest: { ...guest, channels }, suspendedIds, refusal, notes };
    subChannels += channel.subChannelRelids.length;
    if (triggersKvpAnomaly(channel)) {
      channels = rescindAndReofferKvp(channels, channel);
      notes.push(
        'closing KVP made the host rescind it and offer it again: the device was removed and re-created',
      );
    } else {
      suspendedIds.push(channel.id);
      channels = channels.map((other) => (other.id === channel.id ? closeChannel(other) : other));
    }
  }
  notes.push(
    `closed ${count(subChannels, 'sub-channel')}, which the host rescinded; primary channels stay, closed`,
  );
  return { guest: { ...guest, channels }, suspendedIds, notes };
}

function refusalOf(channel: GuestChannel): DeviceRefusal | undefined {
  const { slot } = channel;
  if (channel.driver === UIO_DRIVER) {
    const symptom = `${slot} is bound to ${UIO_DRIVER}, which has no suspend function`;
    return { slot, rule: 'UIO-2', errno: ERRNO.EOPNOTSUPP, symptom };
  }
  if (channel.resumeError === undefined) return undefined;
  if (channel.driver === NETVSC_DRIVER) {
    return { slot, rule: 'R61', errno: ERRNO.ENODEV, symptom: `${slot} did not survive the last resume` };
  }
  if (channel.driver === VPCI_DRIVER) {
    const symptom = `the vPCI bus of ${slot} is not in its installed state since the last resume`;
    return { slot, rule: 'R66', errno: ERRNO.EINVAL, symptom };
  }
  return undefined;
}

export function count(quantity: number, noun: string): string {
  return `${quantity} ${noun}${quantity === 1 ? '' : 's'}`;
}

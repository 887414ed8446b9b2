import { closeChannel } from './channel-changes.js';
import { logName } from './driver-binding.js';
import type { DriverEnd } from './drivers/driver-model.js';
import { driverNamed } from './drivers/drivers.js';
import { isStagedFor, type Fault } from './faults/fault.js';
import type { RunningGuest } from './guest-state.js';
import type { KernelLog } from './kernel-log.js';
import { rescindAndReofferKvp, triggersKvpAnomaly } from './kvp-anomaly.js';

/** Why the devices could not all be suspended: one refused, or never returned. */
export type DeviceRefusal = Exclude<DriverEnd, { kind: 'done' }>;

/** Result of suspending every VMBus device in turn (HIBERNATE-2): the state after the last one that was reached. */
export interface DeviceSuspend {
  readonly guest: RunningGuest;
  /** Channels whose drivers were suspended, for the roll-back of R25. */
  readonly suspendedIds: readonly number[];
  readonly refusal?: DeviceRefusal;
  readonly notes: readonly string[];
}

/** What the phase is called in messages, and what goes wrong in it. */
export interface SuspendOptions {
  readonly verb: 'freeze' | 'quiesce' | 'power off';
  readonly faults: readonly Fault[];
  readonly log: KernelLog;
}

/**
 * Calls the suspend function of each device, last registered first (R18): the one function for freeze and poweroff
 * (DEVICES-13), in the hibernating kernel and in the fresh kernel before the image takes over (RESUME-3).
 */
export function suspendDevices(guest: RunningGuest, { verb, faults, log }: SuspendOptions): DeviceSuspend {
  let channels = guest.channels;
  const suspendedIds: number[] = [];
  let subChannels = 0;
  const notes: string[] = [];
  const context = { faults, log, vcpus: guest.vcpus, offersArrive: !guest.ignoresOffers };
  for (const channel of [...guest.channels].reverse()) {
    // R19: a device without a driver has nothing to suspend.
    if (channel.driver === undefined) continue;
    const end = driverNamed(channel.driver).suspend(channel, context);
    if (end.kind !== 'done') {
      if (end.kind === 'error') {
        log.error(`${logName(channel)}: PM: failed to ${verb} noirq: error ${end.errno}`);
      }
      return { guest: { ...guest, channels }, suspendedIds, refusal: end, notes };
    }
    subChannels += channel.subChannelRelids.length;
    if (triggersKvpAnomaly(channel)) {
      channels = rescindAndReofferKvp(channels, channel);
      log.info(`hv_utils: the host rescinded KVP (${channel.offer.instanceGuid}) and offered it again`);
      notes.push(
        'closing KVP made the host rescind it and offer it again: the device was removed and re-created',
      );
    } else {
      suspendedIds.push(channel.id);
      const isRescinded = !isStagedFor(faults, 'sub-channel-not-rescinded', channel.slot);
      const closed = closeChannel(channel, isRescinded);
      channels = channels.map((other) => (other.id === channel.id ? closed : other));
    }
  }
  notes.push(
    `closed ${count(subChannels, 'sub-channel')}, which the host rescinded; primary channels stay, closed`,
  );
  return { guest: { ...guest, channels }, suspendedIds, notes };
}

export function count(quantity: number, noun: string): string {
  return `${quantity} ${noun}${quantity === 1 ? '' : 's'}`;
}

import { bindDeferred, nextRelid, openChannel } from './channel-changes.js';
import { isOfItsKind, logName } from './driver-binding.js';
import { failed, waitsForEver, type DriverContext, type DriverEnd } from './drivers/driver-model.js';
import { driverNamed } from './drivers/drivers.js';
import { ERRNO } from './errno.js';
import { isStaged, isStagedFor, type Fault } from './faults/fault.js';
import type { GuestChannel, RunningGuest } from './guest-state.js';
import type { KernelLog } from './kernel-log.js';

/** A resume function that never returned. */
export type HungDevice = Extract<DriverEnd, { kind: 'hung' }> & { readonly slot: string };

/** Result of calling every device's resume function. `hung`: that call never returned. */
export interface DeviceResume {
  readonly guest: RunningGuest;
  readonly hung?: HungDevice;
}

export interface ResumeOptions {
  readonly verb: 'thaw' | 'restore';
  readonly faults: readonly Fault[];
  readonly log: KernelLog;
  /** Restricts the call to these devices, for the roll-back of a failed freeze (R25). */
  readonly onlyIds?: readonly number[];
}

/**
 * Resumes devices in order of registration (R18), each once: it opens its channel again and asks for sub-channels
 * (DEVICES-11). A device without a relid cannot open and is left dead (R54); errors never stop the rest (R23).
 */
export function resumeDevices(guest: RunningGuest, options: ResumeOptions): DeviceResume {
  const { verb, faults, log, onlyIds } = options;
  const context = { faults, log, vcpus: guest.vcpus, offersArrive: !guest.ignoresOffers };
  let channels = guest.channels;
  for (const { id } of guest.channels) {
    if (onlyIds !== undefined && !onlyIds.includes(id)) continue;
    const channel = channels.find((candidate) => candidate.id === id)!;
    if (channel.driver === undefined) continue;
    const end = resumeDevice(channel, channel.driver, context);
    if (end.kind === 'hung') return { guest: { ...guest, channels }, hung: { ...end, slot: channel.slot } };
    if (end.kind === 'error') {
      log.error(`${logName(channel)}: PM: failed to ${verb} noirq: error ${end.errno}`);
    }
    const resumed =
      end.kind === 'error' ? dead(channel, end) : reopened(channel, nextRelid(channels), context);
    channels = channels.map((other) => (other.id === id ? resumed : other));
  }
  return { guest: { ...guest, channels } };
}

/** The end of a transition: probing is allowed again, and devices that appeared meanwhile get their drivers (R24). */
export function completeTransition(guest: RunningGuest): RunningGuest {
  return bindDeferred(guest);
}

function resumeDevice(channel: GuestChannel, driver: string, context: DriverContext): DriverEnd {
  if (channel.relid === null) return openingAnOrphan(channel, context);
  if (!isOfItsKind(channel)) {
    return failed('R51', ERRNO.ETIMEDOUT, 'another kind of service answers, and not what was asked');
  }
  return driverNamed(driver).resume(channel, context);
}

/** R54: the driver shares a ring for relid 0xFFFFFFFF and waits, without limit, for what the host says to that. */
function openingAnOrphan({ slot }: GuestChannel, { faults, log }: DriverContext): DriverEnd {
  if (isStaged(faults, 'unknown-relid-unanswered')) {
    return waitsForEver('R54', `${slot} waits without limit for an answer about a relid nobody knows`);
  }
  log.error('hv_vmbus: Failed to establish GPADL for a channel without a relid');
  return failed('R54', ERRNO.EDQUOT, 'the host knows no such channel');
}

/** R67: a changed function leaves the bus installed and the PCI device dead. */
function reopened(channel: GuestChannel, firstRelid: number, context: DriverContext): GuestChannel {
  const { faults, vcpus, offersArrive } = context;
  const isGranted = offersArrive && !isStagedFor(faults, 'sub-channels-withheld', channel.slot);
  const opened = openChannel(channel, { vcpus, firstRelid, offersArrive: isGranted });
  if (opened.pci === undefined || !isStagedFor(faults, 'vpci-function-changed', channel.slot)) return opened;
  return { ...opened, pci: { ...opened.pci, state: 'dead' } };
}

function dead(channel: GuestChannel, { errno }: Extract<DriverEnd, { kind: 'error' }>): GuestChannel {
  return {
    ...channel,
    isOpen: false,
    resumeError: errno,
    ...(channel.pci === undefined ? {} : { pci: { ...channel.pci, state: 'dead' as const } }),
  };
}

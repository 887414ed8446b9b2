import type { RuleId } from '#libs/kernel-rules';
import { count } from './device-suspend.js';
import { ERRNO } from './errno.js';
import { isStaged, stagedNumber, type Fault } from './faults/fault.js';
import type { RunningGuest } from './guest-state.js';
import type { KernelLog } from './kernel-log.js';

/**
 * Result of suspending the bus (HIBERNATE-3, R28). `refused`: era A after an incomplete resume (R46). `hung`: one of
 * its waits, none of which has a limit.
 */
export type BusSuspend =
  | { readonly kind: 'suspended'; readonly guest: RunningGuest; readonly notes: readonly string[] }
  | {
      readonly kind: 'refused';
      readonly guest: RunningGuest;
      readonly errno: number;
      readonly symptom: string;
    }
  | { readonly kind: 'hung'; readonly rule: RuleId; readonly symptom: string };

/**
 * Closes the guest ends of Hyper-V sockets (DEVICES-12), forgets every relid and unloads the connection, after which
 * the host knows none of its channels any more. Devices are suspended before. Source: `vmbus_bus_suspend`.
 */
export function suspendBus(
  guest: RunningGuest,
  { faults, log }: { readonly faults: readonly Fault[]; readonly log: KernelLog },
): BusSuspend {
  const withoutSockets = { ...guest, openHvSockets: 0, ignoresOffers: true };
  const left = guest.channels.find(({ subChannelRelids }) => subChannelRelids.length > 0);
  if (left !== undefined) {
    const symptom = `the bus waits without limit for the host to rescind a closed sub-channel of ${left.slot}`;
    return { kind: 'hung', rule: 'R29', symptom };
  }
  if (guest.era === 'A' && guest.channelsMissingAfterResume !== 0) {
    const symptom = 'Can not suspend due to a previous failed resuming';
    log.error(`hv_vmbus: ${symptom}`);
    return { kind: 'refused', guest: withoutSockets, errno: ERRNO.EBUSY, symptom };
  }
  warnOfOrphans(guest, log);
  if (isStaged(faults, 'unload-unanswered')) {
    return { kind: 'hung', rule: 'R15', symptom: 'the bus waits without limit for the answer to UNLOAD' };
  }
  log.pass(stagedNumber(faults, 'unload-latency-ms') ?? 0);
  const channels = guest.channels.map((channel) => ({ ...channel, relid: null }));
  const sockets =
    guest.openHvSockets === 0
      ? []
      : [`forced ${count(guest.openHvSockets, 'Hyper-V socket')} closed; their host ends will get errors`];
  return {
    kind: 'suspended',
    guest: { ...withoutSockets, channels, isConnected: false, channelsMissingAfterResume: 0 },
    notes: [...sockets, 'unloaded the VMBus connection'],
  };
}

/** R31: a channel that has lost its relid before trips a self-check, which harms nobody but a guest that panics on it. */
function warnOfOrphans({ channels }: RunningGuest, log: KernelLog): void {
  for (const { relid, offer } of channels) {
    if (relid !== null) continue;
    log.warning(`WARNING: vmbus_channel_unmap_relid: channel ${offer.instanceGuid} has no relid to unmap`);
  }
}

import { count } from './device-suspend.js';
import { ERRNO } from './errno.js';
import type { RunningGuest } from './guest-state.js';

/** Result of suspending the bus (HIBERNATE-3, R28). `refused`: era A after an incomplete resume (R46). */
export type BusSuspend =
  | { readonly kind: 'suspended'; readonly guest: RunningGuest; readonly notes: readonly string[] }
  | {
      readonly kind: 'refused';
      readonly guest: RunningGuest;
      readonly errno: number;
      readonly symptom: string;
    };

/**
 * Closes the guest ends of Hyper-V sockets (DEVICES-12), forgets every relid and unloads the connection, after which
 * the host knows none of its channels any more. Devices are suspended before. Source: `vmbus_bus_suspend`.
 */
export function suspendBus(guest: RunningGuest): BusSuspend {
  const withoutSockets = { ...guest, openHvSockets: 0, ignoresOffers: true };
  if (guest.era === 'A' && guest.channelsMissingAfterResume !== 0) {
    return {
      kind: 'refused',
      guest: withoutSockets,
      errno: ERRNO.EBUSY,
      symptom: 'Can not suspend due to a previous failed resuming',
    };
  }
  const channels = guest.channels.map((channel) => ({ ...channel, relid: null, subChannelRelids: [] }));
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

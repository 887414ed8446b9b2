import type { BusConnection, HostMessage } from './bus-connection.js';
import { addPrimary, addSubChannel, handleOffer } from './offer-handling.js';
import { handleRescind } from './rescind-handling.js';

/**
 * From an incoming message to its handler: what arrives while the bus ignores offers is dropped on the spot, the rest
 * goes to a work queue. Source: `vmbus_on_msg_dpc`, `vmbus_onmessage_work`.
 */

/** Runs in interrupt context. */
export function receive(bus: BusConnection, message: HostMessage): void {
  if (message.kind === 'rescind') {
    bus.log.rescind(message.relid, bus.ignoresOffers ? 'dropped' : 'handled');
    if (!bus.ignoresOffers) bus.rescindWork.push(message);
  } else if (bus.ignoresOffers) {
    bus.log.offer(message, 'dropped');
  } else {
    bus.offersInProgress++;
    bus.work.push(message);
  }
}

/**
 * Runs one item of one queue; false when there is none that could run. Offers come before device and sub-channel
 * additions, those before rescinds: a rescind waits as long as an offer is in progress or being added.
 */
export function runOneItem(bus: BusConnection): boolean {
  const message = bus.work.take();
  if (message !== undefined) {
    if (message.kind === 'offer') handleOffer(bus, message);
    else handleRescind(bus, message);
    return true;
  }
  const primary = bus.primaryWork.take();
  if (primary !== undefined) {
    addPrimary(bus, primary);
    return true;
  }
  const subChannel = bus.subChannelWork.take();
  if (subChannel !== undefined) {
    addSubChannel(bus, subChannel);
    return true;
  }
  // R11: with an offer that stays in progress for good the worker waits for good. While disconnected it does not even
  // look at the message.
  if (bus.offersInProgress > 0 && bus.isConnected) return false;
  const rescind = bus.rescindWork.take();
  if (rescind === undefined) return false;
  handleRescind(bus, rescind);
  return true;
}

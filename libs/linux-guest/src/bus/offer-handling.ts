import { BusChannel, differsBesidesRelid, INVALID_RELID, type BusOffer } from './bus-channel.js';
import type { BusConnection, OfferMessage } from './bus-connection.js';
import type { OfferOrigin } from './bus-log.js';
import { KernelBug } from './channel-removal.js';
import { bindDriver } from './driver-model.js';

/**
 * What the bus does with an offer (R49 to R53). Source: `vmbus_onoffer`, `vmbus_process_offer`,
 * `vmbus_add_channel_work` in drivers/hv/channel_mgmt.c.
 */

/** Runs in the work queue. While disconnected nothing is looked at, and the offer stays "in progress" for good. */
export function handleOffer(bus: BusConnection, { offer, origin }: OfferMessage): void {
  if (!bus.isConnected) {
    bus.log.offer(origin, 'ignored');
    return;
  }
  bus.offersInProgress--;
  const known = offer.subChannelIndex === 0 ? findByInstance(bus, offer) : undefined;
  if (known !== undefined) fixUp(bus, known, offer, origin);
  else processNewOffer(bus, offer, origin);
}

/** R49: the first primary whose instance GUID is the same; the class is not compared. */
function findByInstance(bus: BusConnection, offer: BusOffer): BusChannel | undefined {
  for (const channel of bus.channels) {
    if (channel.offer.instanceNumber === offer.instanceNumber) return channel;
  }
  return undefined;
}

/** R50: the channel takes the new relid and, where anything else differs, the whole offer. */
function fixUp(bus: BusConnection, channel: BusChannel, offer: BusOffer, origin: OfferOrigin): void {
  const again = channel.relid !== INVALID_RELID;
  if (again) bus.log.warning('matched_channel_already_had_a_relid');
  channel.relid = offer.relid;
  const changed = differsBesidesRelid(channel.offer, offer);
  if (changed) channel.offer = offer;
  bus.map(channel);
  bus.countFixedUp();
  bus.log.offer(origin, 'matched', channel, { changed, again });
}

/** A channel object for an offer that met none; a sub-channel attaches by class and instance (R53). */
function processNewOffer(bus: BusConnection, offer: BusOffer, origin: OfferOrigin): void {
  const primary = bus.channels.find(
    ({ offer: held }) =>
      held.classNumber === offer.classNumber && held.instanceNumber === offer.instanceNumber,
  );
  const channel = new BusChannel(bus.everyChannel.length, offer, primary);
  bus.everyChannel.push(channel);
  if (channel.isHvSock || channel.isSubChannel) bus.toClose++;
  if (primary === undefined) bus.channels.push(channel);
  else primary.subChannels.push(channel);
  bus.map(channel);
  (primary === undefined ? bus.primaryWork : bus.subChannelWork).push(channel);
  bus.log.offer(origin, primary === undefined ? 'new' : 'sub', channel);
}

/** Runs in the queue for primaries: creates and registers the device, which binds a driver if probing is allowed. */
export function addPrimary(bus: BusConnection, channel: BusChannel): void {
  const { device, classNumber, instanceNumber } = channel.offer;
  // Devices are named by their instance GUID, so that a second one of that name cannot be registered (R5).
  if (bus.registered.some(({ offer }) => offer.instanceNumber === instanceNumber)) {
    bus.log.message('device_registration_failed');
    throw new KernelBug('a device that could not be registered is released without having been rescinded');
  }
  channel.device = { device, classNumber, driver: undefined };
  bus.registered.push(channel);
  if (!bus.blocksProbing) bindDriver(bus, channel);
}

/** Runs in the queue for sub-channels: a driver that has the primary open opens the new channel too. */
export function addSubChannel(channel: BusChannel): void {
  const { primary } = channel;
  if (primary?.device?.driver === 'with-sub-channels' && primary.isOpen) channel.isOpen = true;
}

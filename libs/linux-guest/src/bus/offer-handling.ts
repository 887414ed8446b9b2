import { BusChannel, BusDevice, differsBesidesRelid, INVALID_RELID, type BusOffer } from './bus-channel.js';
import { removeFrom, type BusConnection } from './bus-connection.js';
import { KernelBug } from './channel-removal.js';
import { bindDriver, openByDriver } from './driver-model.js';

/**
 * What the bus does with an offer (R49 to R53). Source: `vmbus_onoffer`, `vmbus_process_offer`,
 * `vmbus_add_channel_work` in drivers/hv/channel_mgmt.c.
 */

/** Runs in the work queue. While disconnected nothing is looked at, and the offer stays "in progress" for good. */
export function handleOffer(bus: BusConnection, offer: BusOffer): void {
  if (!bus.isConnected) {
    bus.log.offer(offer, 'ignored');
    return;
  }
  bus.offersInProgress--;
  const known = offer.subChannelIndex === 0 ? findByInstance(bus, offer) : undefined;
  if (known !== undefined) fixUp(bus, known, offer);
  else processNewOffer(bus, offer);
}

/** R49: the first primary whose instance GUID is the same; the class is not compared. */
function findByInstance(bus: BusConnection, { instanceNumber }: BusOffer): BusChannel | undefined {
  for (const channel of bus.channels) {
    if (channel.offer.instanceNumber === instanceNumber) return channel;
  }
  return undefined;
}

/** R53: the primary that a sub-channel belongs to, by class and instance. */
function findPrimary(bus: BusConnection, { classNumber, instanceNumber }: BusOffer): BusChannel | undefined {
  for (const channel of bus.channels) {
    const { offer } = channel;
    if (offer.instanceNumber === instanceNumber && offer.classNumber === classNumber) return channel;
  }
  return undefined;
}

/** R50: the channel takes the new relid and, where anything else differs, the whole offer. */
function fixUp(bus: BusConnection, channel: BusChannel, offer: BusOffer): void {
  const again = channel.relid !== INVALID_RELID;
  if (again) bus.log.warning('matched_channel_already_had_a_relid');
  channel.relid = offer.relid;
  const changed = differsBesidesRelid(channel.offer, offer);
  if (changed) channel.offer = offer;
  bus.map(channel);
  bus.countFixedUp();
  bus.log.offer(offer, 'matched', channel, { changed, again });
}

/** A channel object for an offer that met none. */
function processNewOffer(bus: BusConnection, offer: BusOffer): void {
  const primary = findPrimary(bus, offer);
  const channel = new BusChannel(bus.channelsCreated++, offer, primary);
  if (channel.isHvSock || channel.isSubChannel) bus.toClose++;
  if (primary === undefined) {
    bus.channels.push(channel);
    bus.map(channel);
    bus.primaryWork.push(channel);
    bus.log.offer(offer, 'new', channel);
  } else {
    primary.subChannels.push(channel);
    bus.map(channel);
    bus.subChannelWork.push(channel);
    bus.log.offer(offer, 'sub', channel);
  }
}

/** Runs in the queue for primaries: creates and registers the device, which binds a driver if probing is allowed. */
export function addPrimary(bus: BusConnection, channel: BusChannel): void {
  const { device, classNumber, instanceNumber } = channel.offer;
  // Devices are named by their instance GUID, so that a second one of that name cannot be registered (R5).
  for (const { offer } of bus.registered) {
    if (offer.instanceNumber !== instanceNumber) continue;
    bus.log.nameConflict(channel);
    bus.log.message('device_registration_failed');
    throw new KernelBug('a device that could not be registered is released without having been rescinded');
  }
  channel.device = new BusDevice(device, classNumber);
  channel.isRegistered = true;
  channel.directoryName = channel.relid;
  bus.registered.push(channel);
  if (!bus.blocksProbing) bindDriver(bus, channel);
}

/**
 * Runs in the queue for sub-channels: a driver that has the primary open opens the new channel too. Channels have
 * directories beneath their device, named by the relid they had when they were added: a primary keeps its name when a
 * resume changes its relid. A sub-channel whose name is taken is thrown away, and still counts as one to be closed.
 */
export function addSubChannel(bus: BusConnection, channel: BusChannel): void {
  const primary = channel.primary!;
  if (isNameTaken(primary, channel.relid)) {
    bus.log.nameConflict(channel);
    removeFrom(primary.subChannels, channel);
    bus.unmap(channel);
    bus.releaseRelid(channel.relid);
    return;
  }
  channel.directoryName = channel.relid;
  if (primary.device?.driver === 'with-sub-channels' && primary.isOpen) openByDriver(channel);
}

function isNameTaken(primary: BusChannel, name: number): boolean {
  if (primary.directoryName === name) return true;
  for (const { directoryName } of primary.subChannels) {
    if (directoryName === name) return true;
  }
  return false;
}

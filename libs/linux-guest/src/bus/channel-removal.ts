import { INVALID_RELID, type BusChannel } from './bus-channel.js';
import { removeFrom, type BusConnection } from './bus-connection.js';

/** `BUG_ON`: the kernel stops here. */
export class KernelBug extends Error {}

/** Takes a channel off its list and out of the relid table, and gives its relid back (`hv_process_channel_removal`). */
export function removeChannel(bus: BusConnection, channel: BusChannel): void {
  if (!channel.isRescinded) throw new KernelBug('a channel is removed that was not rescinded');
  const { relid, primary } = channel;
  if (relid !== INVALID_RELID) bus.unmap(channel);
  removeFrom(primary === undefined ? bus.channels : primary.subChannels, channel);
  if (relid !== INVALID_RELID) bus.releaseRelid(relid);
}

/**
 * Closes a device's channel: its open sub-channels first, then the primary (`vmbus_close`). What the host makes of it
 * is the host's business: it rescinds sub-channels and leaves primaries alone (R12). Channels that are not open are
 * passed over.
 */
export function closeChannel(bus: BusConnection, primary: BusChannel): void {
  if (primary.subChannels.length > 0) {
    for (const channel of primary.subChannels.slice()) {
      if (!closeOne(bus, channel)) continue;
      // Rescinded while it was open: the rescind left the removal to whoever closes the channel (R11).
      if (channel.isRescinded) removeChannel(bus, channel);
    }
  }
  closeOne(bus, primary);
}

function closeOne(bus: BusConnection, channel: BusChannel): boolean {
  if (!channel.isOpen) return false;
  channel.isOpen = false;
  bus.host.channelClosed(channel.relid);
  return true;
}

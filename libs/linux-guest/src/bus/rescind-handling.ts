import type { BusConnection, RescindMessage } from './bus-connection.js';
import { removeChannel } from './channel-removal.js';
import { unregisterDevice } from './driver-model.js';

/**
 * What the bus does with a rescind (R11). Source: `vmbus_onoffer_rescind`, drivers/hv/channel_mgmt.c. Runs when no
 * offer is in progress any more; the caller sees to that.
 */
export function handleRescind(bus: BusConnection, { relid }: RescindMessage): void {
  if (!bus.isConnected) return;
  const channel = bus.channelOf(relid);
  if (channel === undefined || channel.isRescindClaimed) return;
  channel.isRescindClaimed = true;
  const counts = channel.isHvSock || channel.isSubChannel;
  channel.isRescinded = true;
  if (channel.device !== undefined) {
    if (channel.hasRescindCallback) bus.log.hvSockClosed(channel);
    else unregisterDevice(bus, channel);
  } else if (channel.primary !== undefined && !channel.isOpen) {
    // An open one is left to the driver, which removes it when it closes it.
    removeChannel(bus, channel);
  }
  if (counts) bus.countClosed();
}

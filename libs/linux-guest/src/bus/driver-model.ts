import { INVALID_RELID, type BusChannel } from './bus-channel.js';
import { removeFrom, type BusConnection } from './bus-connection.js';
import { closeChannel, removeChannel } from './channel-removal.js';

/**
 * Drivers as far as the bus notices them: binding, opening, closing. A stand-in driver opens its channel when the
 * channel has a relid and otherwise leaves it closed and says that all is well.
 */

/** Binds the driver that the kernel has for a device, if it has one and none is bound. */
export function bindDriver(bus: BusConnection, channel: BusChannel): void {
  const { device } = channel;
  if (device === undefined || device.driver !== undefined) return;
  const driver = channel.isHvSock ? 'hv-sock' : bus.drivers.driverFor(device);
  if (driver === undefined) return;
  device.driver = driver;
  if (driver !== 'hv-sock') {
    openByDriver(channel);
  } else if (bus.drivers.hasListener(device)) {
    channel.isOpen = true;
    channel.hasRescindCallback = true;
  }
}

/** What a probe and a resume function do. */
export function openByDriver(channel: BusChannel): void {
  if (channel.relid !== INVALID_RELID) channel.isOpen = true;
}

/** `vmbus_suspend`: 0, or the error that the device refuses with. A device without a driver has nothing to do (R19). */
export function suspendDevice(bus: BusConnection, channel: BusChannel): number {
  switch (channel.device?.driver) {
    case undefined:
    case 'hv-sock':
      return 0;
    case 'uio':
      return EOPNOTSUPP;
    case 'plain':
    case 'with-sub-channels':
      closeChannel(bus, channel);
      return 0;
  }
}

/** `vmbus_resume`. */
export function resumeDevice(channel: BusChannel): void {
  const driver = channel.device?.driver;
  if (driver === 'plain' || driver === 'with-sub-channels') openByDriver(channel);
}

/** `vmbus_device_unregister`: the driver's remove function closes the channel, the last reference removes it. */
export function unregisterDevice(bus: BusConnection, channel: BusChannel): void {
  removeFrom(bus.registered, channel);
  channel.isRegistered = false;
  if (channel.device?.driver !== undefined) closeChannel(bus, channel);
  removeChannel(bus, channel);
}

const EOPNOTSUPP = -95;

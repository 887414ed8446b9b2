import type { BusDevice, BusDriver } from './bus-channel.js';

/** What the bus sends to the host (R6), and the answers that come at once. */
export interface BusHost {
  /** INITIATE_CONTACT: whether the host accepts the protocol version (R14). */
  acceptsVersion(): boolean;
  requestOffers(): void;
  /** CLOSECHANNEL: names the channel by its relid, which is all that the host goes by. */
  channelClosed(relid: number): void;
  relidReleased(relid: number): void;
  /** UNLOAD: the host forgets the connection and whatever it had not sent yet (R15). */
  unload(): void;
}

/** Which drivers the kernel has at hand. */
export interface BusDrivers {
  /** The driver that a device of this class gets; `undefined`: none. Sockets go to the hv_sock driver (R16). */
  driverFor(device: BusDevice): BusDriver | undefined;
  /** Whether an application accepts connections of this socket service. */
  hasListener(device: BusDevice): boolean;
}

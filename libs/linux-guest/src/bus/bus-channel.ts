/** `INVALID_RELID` of the kernel, 0xffffffff, read as a signed number (R8): no relid on the present connection. */
export const INVALID_RELID = -1;

/** The kernel's table of relids has this many places (R8). */
export const MAX_CHANNEL_RELIDS = 2048;

/** `VMBUS_CHANNEL_TLNPI_PROVIDER_OFFER` (R16). */
const HV_SOCK = 0x2000;

/** The lists of a scenario that offers stand in; `op`: an operation. */
export type OfferList = 'offers' | 'after_open' | 'kvp_reoffer' | 'op';

/** Which list an offer stands in, and where. */
export interface OfferOrigin {
  readonly list: OfferList;
  readonly index: number;
}

/**
 * An OFFERCHANNEL message, which a channel keeps: integers only, GUIDs numbered by whoever feeds the model. `device`:
 * which device of the scenario this is, for reports; the bus itself never looks at it, nor at `list` and `index`.
 */
export interface BusOffer extends OfferOrigin {
  readonly kind: 'offer';
  readonly device: number;
  readonly classNumber: number;
  readonly instanceNumber: number;
  readonly relid: number;
  readonly subChannelIndex: number;
  readonly flags: number;
  readonly dedicatedInterrupt: number;
  readonly connectionId: number;
  readonly monitorId: number;
  readonly monitorAllocated: number;
  readonly mmioMegabytes: number;
}

/** The device object that belongs to a primary channel; it keeps the class it was created with (R50). */
export class BusDevice {
  constructor(
    /** Which device of the scenario it was created for. */
    readonly device: number,
    readonly classNumber: number,
    /** Driver that is bound to it. */
    public driver: BusDriver | undefined = undefined,
  ) {}
}

/**
 * How a driver behaves on the bus. `with-sub-channels`: opens sub-channels that come while its primary is open.
 * `hv-sock`: leaves its channel alone in a transition. `uio`: has no suspend function (R20).
 */
export type BusDriver = 'plain' | 'with-sub-channels' | 'hv-sock' | 'uio';

/**
 * `struct vmbus_channel`, reduced. Mutable: the model runs through thousands of these a second. A primary has a
 * device once its add work ran; a sub-channel has a primary.
 */
export class BusChannel {
  relid: number;
  /** The driver has it open (`CHANNEL_OPENED_STATE`). */
  isOpen = false;
  isRescinded = false;
  /** Somebody handles its rescind already (`rescind_ref`). */
  isRescindClaimed = false;
  /** The driver asked to be called, instead of the device being removed, on a rescind (hv_sock). */
  hasRescindCallback = false;
  device: BusDevice | undefined = undefined;
  /** Its device is registered, so that power management walks it. */
  isRegistered = false;
  /** The name of its directory beneath its device: the relid that it had when it was added (R5). */
  directoryName: number | undefined = undefined;
  subChannels: BusChannel[] = [];

  constructor(
    /** In order of creation, from 0. */
    readonly number: number,
    /** All of the offer but the relid, which is fixed up separately. */
    public offer: BusOffer,
    public primary: BusChannel | undefined,
  ) {
    this.relid = offer.relid;
  }

  /** A copy of the channel and its device that knows no other channel yet. */
  copyAlone(): BusChannel {
    const twin = new BusChannel(this.number, this.offer, undefined);
    twin.relid = this.relid;
    twin.isOpen = this.isOpen;
    twin.isRescinded = this.isRescinded;
    twin.isRescindClaimed = this.isRescindClaimed;
    twin.hasRescindCallback = this.hasRescindCallback;
    if (this.device !== undefined) {
      twin.device = new BusDevice(this.device.device, this.device.classNumber, this.device.driver);
    }
    twin.isRegistered = this.isRegistered;
    twin.directoryName = this.directoryName;
    return twin;
  }

  get isHvSock(): boolean {
    return (this.offer.flags & HV_SOCK) !== 0;
  }

  get isSubChannel(): boolean {
    return this.offer.subChannelIndex !== 0;
  }
}

/** Whether two offers differ in anything but the relid, given that their instances are the same (R50). */
export function differsBesidesRelid(a: BusOffer, b: BusOffer): boolean {
  return (
    a !== b &&
    (a.connectionId !== b.connectionId ||
      a.classNumber !== b.classNumber ||
      a.flags !== b.flags ||
      a.subChannelIndex !== b.subChannelIndex ||
      a.dedicatedInterrupt !== b.dedicatedInterrupt ||
      a.monitorId !== b.monitorId ||
      a.monitorAllocated !== b.monitorAllocated ||
      a.mmioMegabytes !== b.mmioMegabytes)
  );
}

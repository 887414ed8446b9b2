import { classOfKind, deviceClassOf } from './device-class.js';
import type { DeviceClassName } from './device-class-table.js';
import type { Offer } from './offer.js';
import { VIRTUAL_DEVICE_KINDS, type VirtualDevice, type VirtualDeviceKind } from './virtual-device.js';

/** Relids run from 1 to 2047 on one connection (R8; `MAX_CHANNEL_RELIDS` of the kernel is 2048). */
export const FIRST_RELID = 1;
export const LAST_RELID = 2047;

/** `VMBUS_CHANNEL_ENUMERATE_DEVICE_INTERFACE`, include/linux/hyperv.h. */
const ENUMERATE_DEVICE_INTERFACE = 0x1;
/** Low half of a connection id is the relid, the bits from 12 on the interrupt source that carries VMBus (2). */
const CONNECTION_ID_BASE = 2 << 12;
/** Monitor pages exist for storage and network channels: 4 groups of 32 (R7). */
const MONITOR_IDS = 128;
const NO_MONITOR = 255;
/** Frame buffer that the synthetic video device asks for, MiB. */
const VIDEO_MMIO_MEGABYTES = 8;

/** Devices that share a class are offered in this order of kinds. */
const KIND_ORDER = Object.fromEntries(VIRTUAL_DEVICE_KINDS.map((kind, at) => [kind, at])) as Readonly<
  Record<VirtualDeviceKind, number>
>;

export interface HostOfferOptions {
  /** Relid of the first offer, 1..2047. Hosts do not start at the same number every time (DEVICES-7, R8). */
  readonly firstRelid: number;
  /**
   * Whether VFs are among the offers of a new connection: not when the VM has just booted (VPCI-6), but yes on
   * a connection that is re-established after they had joined (VPCI-7).
   */
  readonly withVfs: boolean;
}

/**
 * What the host offers when a guest asks on a fresh connection (R10): one primary channel per device, DDA
 * devices included (VPCI-2), relids in sequence. The order depends on the devices alone, not on the order in
 * which they are listed, so an unchanged VM sees the same relids again (R8). Sub-channels are never part of it
 * (R9). Throws `RangeError` when the relids would run past 2047 and `Error` when two devices share an instance
 * GUID, which no host does (R52).
 */
export function hostOffers(devices: readonly VirtualDevice[], options: HostOfferOptions): Offer[] {
  const offered = inOfferOrder(options.withVfs ? devices : devices.filter((device) => device.kind !== 'vf'));
  assertRelids(options.firstRelid, offered.length);
  const seen = new Set<string>();
  let monitors = 0;
  return offered.map((device, at) => {
    if (seen.has(device.instanceGuid))
      throw new Error(`two devices with instance GUID ${device.instanceGuid}`);
    seen.add(device.instanceGuid);
    const monitored = isMonitored(device.kind) && monitors < MONITOR_IDS;
    return primaryOffer(device, options.firstRelid + at, monitored ? monitors++ : undefined);
  });
}

/** Devices in the order in which a host numbers them: class GUID, then kind and index of the slot, then instance. */
export function inOfferOrder(devices: readonly VirtualDevice[]): VirtualDevice[] {
  return [...devices].sort(
    (a, b) =>
      compareText(a.classGuid, b.classGuid) ||
      KIND_ORDER[a.kind] - KIND_ORDER[b.kind] ||
      a.index - b.index ||
      compareText(a.instanceGuid, b.instanceGuid),
  );
}

/**
 * The offer of one primary channel. Connection id: the host's formula in OpenVMM (vmbus_core protocol.rs).
 * Flags, monitor ids and the video's MMIO are plausible values that no rule of matching depends on (R50).
 */
export function primaryOffer(device: VirtualDevice, relid: number, monitorId: number | undefined): Offer {
  return {
    classGuid: device.classGuid,
    instanceGuid: device.instanceGuid,
    relid,
    subChannelIndex: 0,
    flags: ENUMERATE_DEVICE_INTERFACE,
    dedicatedInterrupt: true,
    connectionId: CONNECTION_ID_BASE | relid,
    monitorId: monitorId ?? NO_MONITOR,
    monitorAllocated: monitorId !== undefined,
    mmioMegabytes: device.kind === 'video' ? VIDEO_MMIO_MEGABYTES : 0,
  };
}

/**
 * The offers that answer a driver's request for sub-channels over an open primary channel (R9, DEVICES-8): same
 * class and instance, index 1 to `count`, relids in sequence from `firstRelid`. Throws `Error` for a channel that
 * is itself a sub-channel and `RangeError` for relids past 2047 or a negative count.
 */
export function subChannelOffers(primary: Offer, count: number, firstRelid: number): Offer[] {
  if (primary.subChannelIndex !== 0) throw new Error(`relid ${primary.relid} is a sub-channel itself`);
  if (!Number.isInteger(count) || count < 0) throw new RangeError(`cannot offer ${count} sub-channels`);
  assertRelids(firstRelid, count);
  return Array.from({ length: count }, (_, at) => subChannelOffer(primary, at + 1, firstRelid + at));
}

/** The offer of one sub-channel. */
export function subChannelOffer(primary: Offer, subChannelIndex: number, relid: number): Offer {
  return { ...withRelid(primary, relid), subChannelIndex, monitorId: NO_MONITOR, monitorAllocated: false };
}

/** The same channel offered under another relid. */
export function withRelid(offer: Offer, relid: number): Offer {
  return { ...offer, relid, connectionId: CONNECTION_ID_BASE | relid };
}

/** Whether drivers of this class ask for sub-channels. */
export function supportsSubChannels(offer: Pick<Offer, 'classGuid'>): boolean {
  return deviceClassOf(offer.classGuid)?.hasSubChannels ?? false;
}

function isMonitored(kind: VirtualDeviceKind): boolean {
  const monitored: readonly DeviceClassName[] = ['scsi', 'nic'];
  return monitored.includes(classOfKind(kind).shortName);
}

function assertRelids(firstRelid: number, count: number): void {
  const last = firstRelid + count - 1;
  if (!Number.isInteger(firstRelid) || firstRelid < FIRST_RELID || last > LAST_RELID) {
    throw new RangeError(`relids ${firstRelid}..${last} are outside ${FIRST_RELID}..${LAST_RELID}`);
  }
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

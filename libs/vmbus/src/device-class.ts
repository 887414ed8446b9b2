import { assertNever } from './assert-never.js';
import {
  DEVICE_CLASSES,
  IGNORED_CLASSES,
  type DeviceClass,
  type DeviceClassName,
  type DriverEpoch,
  type IgnoredClass,
} from './device-class-table.js';
import type { Guid } from './guid.js';
import { compareKernelVersions } from './kernel-version.js';
import { isHvSockOffer, type Offer } from './offer.js';
import type { VirtualDeviceKind } from './virtual-device.js';

const CLASS_NAME_OF_KIND: Readonly<Record<VirtualDeviceKind, DeviceClassName>> = {
  scsi: 'scsi',
  nic: 'nic',
  vf: 'pcie',
  dda: 'pcie',
  shutdown: 'shutdown',
  timesync: 'ts',
  heartbeat: 'hb',
  kvp: 'kvp',
  vss: 'backup',
  balloon: 'dm',
  fcopy: 'fcopy',
  keyboard: 'kbd',
  mouse: 'mouse',
  video: 'fb',
};

const BY_GUID: ReadonlyMap<Guid, DeviceClass> = new Map(DEVICE_CLASSES.map((c) => [c.classGuid, c]));
const BY_NAME: ReadonlyMap<DeviceClassName, DeviceClass> = new Map(
  DEVICE_CLASSES.map((c) => [c.shortName, c]),
);
const IGNORED_BY_GUID: ReadonlyMap<Guid, IgnoredClass> = new Map(
  IGNORED_CLASSES.map((c) => [c.classGuid, c]),
);

/** The class with this GUID; `undefined` for one that Linux types `HV_UNKNOWN`. */
export function deviceClassOf(classGuid: Guid): DeviceClass | undefined {
  return BY_GUID.get(classGuid);
}

/** The class by its short name. */
export function deviceClassNamed(name: DeviceClassName): DeviceClass {
  const found = BY_NAME.get(name);
  if (found === undefined) throw new Error(`no device class ${name}`);
  return found;
}

/** The VMBus class of a kind of virtual device; VFs and DDA devices are both vPCI (VPCI-1, VPCI-5). */
export function classOfKind(kind: VirtualDeviceKind): DeviceClass {
  return deviceClassNamed(CLASS_NAME_OF_KIND[kind]);
}

/** What Linux takes an offer for. */
export type ChannelType =
  | { readonly kind: 'device'; readonly deviceClass: DeviceClass }
  | { readonly kind: 'ignored'; readonly ignoredClass: IgnoredClass }
  | { readonly kind: 'hv-sock' }
  | { readonly kind: 'unknown' };

/** Types an offer: a Hyper-V socket by its flag whatever its class GUID says (R16), anything else by class. */
export function channelTypeOf(offer: Pick<Offer, 'classGuid' | 'flags'>): ChannelType {
  if (isHvSockOffer(offer)) return { kind: 'hv-sock' };
  const deviceClass = BY_GUID.get(offer.classGuid);
  if (deviceClass !== undefined) return { kind: 'device', deviceClass };
  const ignoredClass = IGNORED_BY_GUID.get(offer.classGuid);
  return ignoredClass === undefined ? { kind: 'unknown' } : { kind: 'ignored', ignoredClass };
}

/** The driver situation of a class on one kernel release: the last entry that has begun. */
export function driverOf(deviceClass: DeviceClass, kernelVersion: string): DriverEpoch {
  let current: DriverEpoch = deviceClass.drivers[0];
  for (const epoch of deviceClass.drivers) {
    if (epoch.since === undefined || compareKernelVersions(kernelVersion, epoch.since) >= 0) current = epoch;
  }
  return current;
}

/** R17: whether a Linux of this release accepts the offer inside an isolated (confidential) VM. */
export function isAllowedInIsolatedVm(
  offer: Pick<Offer, 'classGuid' | 'flags'>,
  kernelVersion: string,
): boolean {
  const type = channelTypeOf(offer);
  switch (type.kind) {
    case 'hv-sock':
      return true;
    case 'ignored':
    case 'unknown':
      return false;
    case 'device': {
      const allowed = type.deviceClass.allowedInIsolated;
      if (allowed === 'always') return true;
      if (allowed === 'never') return false;
      return compareKernelVersions(kernelVersion, allowed.since) >= 0;
    }
    default:
      return assertNever(type);
  }
}

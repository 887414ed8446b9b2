import {
  DEVICE_CLASSES,
  deviceClassNamed,
  deviceClassOf,
  IGNORED_CLASSES,
  type DeviceClassName,
  type Guid,
} from '#libs/vmbus';
import type { CapturedDevice } from './capture.js';

/** How lsvmbus names the classes (tools/hv/lsvmbus). */
const LSVMBUS_NAMES: Readonly<Record<DeviceClassName, string>> = {
  ide: 'Synthetic IDE Controller',
  scsi: 'Synthetic SCSI Controller',
  fc: 'Synthetic fiber channel adapter',
  nic: 'Synthetic network adapter',
  nd: 'Synthetic RDMA adapter',
  pcie: 'PCI Express pass-through',
  fb: 'Synthetic framebuffer adapter',
  kbd: 'Synthetic keyboard',
  mouse: 'Synthetic mouse',
  kvp: '[Data Exchange]',
  ts: '[Time Synchronization]',
  hb: '[Heartbeat]',
  shutdown: '[Operating system shutdown]',
  fcopy: '[Guest services]',
  backup: '[Backup (volume checkpoint)]',
  dm: '[Dynamic Memory]',
};
/** One name for three classes that guests leave alone. */
const LSVMBUS_RESERVED = '[Reserved system device]';
const LSVMBUS_UNKNOWN = 'Unknown';

const CLASS_OF_LSVMBUS_NAME: ReadonlyMap<string, Guid> = new Map(
  DEVICE_CLASSES.map(({ shortName, classGuid }) => [LSVMBUS_NAMES[shortName], classGuid]),
);
const CLASS_OF_WELL_KNOWN: ReadonlyMap<Guid, Guid> = new Map(
  [...DEVICE_CLASSES, ...IGNORED_CLASSES].flatMap(({ classGuid, fixedInstanceGuid }) =>
    fixedInstanceGuid === undefined ? [] : [[fixedInstanceGuid, classGuid] as const],
  ),
);
const WELL_KNOWN_OF_CLASS: ReadonlyMap<Guid, Guid> = new Map(
  [...CLASS_OF_WELL_KNOWN].map(([instanceGuid, classGuid]) => [classGuid, instanceGuid]),
);

/** What lsvmbus prints for a class. */
export function lsvmbusNameOf(classGuid: Guid): string {
  const known = deviceClassOf(classGuid);
  if (known !== undefined) return LSVMBUS_NAMES[known.shortName];
  const ignored = IGNORED_CLASSES.find((each) => each.classGuid === classGuid);
  return ignored === undefined || ignored.name === 'IMC' ? LSVMBUS_UNKNOWN : LSVMBUS_RESERVED;
}

/** The class behind a name of lsvmbus; `undefined` where the name stands for several, or for any. */
export function classOfLsvmbusName(name: string): Guid | undefined {
  return CLASS_OF_LSVMBUS_NAME.get(name);
}

/** MOVE-4: the class of a well-known instance GUID. */
export function classOfWellKnown(instanceGuid: Guid): Guid | undefined {
  return CLASS_OF_WELL_KNOWN.get(instanceGuid);
}

/** MOVE-4: the instance GUID that a device of this class has everywhere; `undefined` when there may be several. */
export function wellKnownInstanceOf(classGuid: Guid): Guid | undefined {
  return WELL_KNOWN_OF_CLASS.get(classGuid);
}

/** R4: the instance GUID of a disk on the synthetic IDE controller spells channel and device number. */
export function isIdeInstance(instanceGuid: Guid): boolean {
  return /^0{7}[0-9a-f]-000[0-9a-f]-8899-0{4}-0{12}$/.test(instanceGuid);
}

/**
 * Classes that Linux gives to Hyper-V sockets: a port number before a fixed rest (net/vmw_vsock/hyperv_transport.c).
 * The bus itself knows sockets by a flag (R16) that no listing shows, so sockets of other classes go unnoticed.
 */
export function isSocketClass(classGuid: Guid): boolean {
  return classGuid.endsWith('-facb-11e6-bd58-64006a7986d3');
}

export function classTitle(classGuid: Guid | undefined): string {
  if (classGuid === undefined) return 'device of a class that is not known';
  const known =
    deviceClassOf(classGuid) ?? IGNORED_CLASSES.find((ignored) => ignored.classGuid === classGuid);
  return known?.title ?? `device of class ${classGuid}`;
}

/** How slots of a class are called; the words of `VirtualDeviceKind` where it has one. */
const SLOT_WORDS: Readonly<Record<DeviceClassName, string>> = {
  ide: 'ide',
  scsi: 'scsi',
  fc: 'fc',
  nic: 'nic',
  nd: 'nd',
  pcie: 'vf',
  fb: 'video',
  kbd: 'keyboard',
  mouse: 'mouse',
  kvp: 'kvp',
  ts: 'timesync',
  hb: 'heartbeat',
  shutdown: 'shutdown',
  fcopy: 'fcopy',
  backup: 'vss',
  dm: 'balloon',
};

/** `nic`, `scsi`, `vf`; `unknown` for a class that nobody knows. A vPCI device is called `vf` unless it is known to be DDA. */
export function slotWordOf({ classGuid, vpciUse }: Pick<CapturedDevice, 'classGuid' | 'vpciUse'>): string {
  if (classGuid === undefined) return 'unknown';
  const known = deviceClassOf(classGuid);
  if (known !== undefined)
    return known.shortName === 'pcie' ? (vpciUse ?? 'vf') : SLOT_WORDS[known.shortName];
  return IGNORED_CLASSES.find((ignored) => ignored.classGuid === classGuid)?.name.toLowerCase() ?? 'unknown';
}

/** The class GUID by short name. */
export function classGuidOf(name: DeviceClassName): Guid {
  return deviceClassNamed(name).classGuid;
}

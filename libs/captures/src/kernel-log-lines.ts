import { parseGuid, type DeviceClassName, type Guid } from '#libs/vmbus';
import { shortened } from './capture-builder.js';
import { hostBuildIn } from './text-lines.js';

/**
 * What single lines of a kernel log say about VMBus devices. Lines of a serial console run into each other, so every
 * statement is searched for anywhere in a line, and a line may hold several.
 */

/** Drivers and the class that they serve; hv_utils serves several and says which by the instance (MOVE-4). */
const DRIVER_CLASSES: Readonly<Record<string, DeviceClassName | undefined>> = {
  hv_netvsc: 'nic',
  hv_pci: 'pcie',
  hv_storvsc: 'scsi',
  hv_balloon: 'dm',
  hyperv_fb: 'fb',
  hyperv_drm: 'fb',
  hyperv_keyboard: 'kbd',
  hid_hyperv: 'mouse',
  hv_utils: undefined,
  hv_util: undefined,
  uio_hv_generic: undefined,
};
const DRIVERS = Object.keys(DRIVER_CLASSES).join('|');

/** Messages of services of which a VM has one; they do not print its GUID. */
const SERVICES: readonly (readonly [RegExp, DeviceClassName, string])[] = [
  [/\bhv_utils: Heartbeat IC version\b/, 'hb', 'hv_utils'],
  [/\bhv_utils: Shutdown IC version\b/, 'shutdown', 'hv_utils'],
  [/\bhv_utils: TimeSync IC version\b/, 'ts', 'hv_utils'],
  [/\bhv_utils: KVP IC version\b/, 'kvp', 'hv_utils'],
  [/\bhv_utils: VSS IC version\b/, 'backup', 'hv_utils'],
  [/\bhv_utils: FCopy IC version\b/, 'fcopy', 'hv_utils'],
  [/\bhv_balloon: (?:Using Dynamic Memory protocol version|Max\. dynamic memory size)/, 'dm', 'hv_balloon'],
  [/\bhyperv_fb: (?:Synthvid Version|Screen resolution)\b/, 'fb', 'hyperv_fb'],
  [/\bMicrosoft Vmbus HID-compliant Mouse\b/, 'mouse', 'hid_hyperv'],
];

const NAMED_DEVICE = new RegExp(String.raw`\b(${DRIVERS}) ([0-9A-Za-z_-]{3,64})(?=[:\s])([^\[]*)`, 'g');
const OLD_NAME = /^vmbus_[\d_]+$/;
/** Hexadecimal digits and hyphens, long enough to be meant as a GUID. */
const GUID_ATTEMPT = /^(?=.*-)[0-9a-f-]{20,}$/i;
const BUS_PATH = /\b(?:VMBUS|MSFT1000):\d+\/([0-9A-Za-z_-]{3,64})(?=[/\s]|$)/gi;
const MISSING_CHANNEL =
  /\bchannel ([0-9A-Za-z_{}-]{1,64})\/([0-9A-Za-z_{}-]{1,64}) not present after resume\b/;
const STORAGE_HOST = /\bscsi (host\d+): storvsc_host_t\b/;
const REGISTERED = /\bhv_vmbus: registering driver (\w+)/;
const PCI_BRIDGE = /^: PCI host bridge to bus ([0-9a-f]{4}:[0-9a-f]{2})\b/;
const INTERFACE = /^ ([^\s:(]+): /;
const PCI_FUNCTION =
  /\bpci ([0-9a-f]{4}):[0-9a-f]{2}:[0-9a-f]{2}\.\d: \[[0-9a-f]{4}:[0-9a-f]{4}\] type [0-9a-f]{2} class 0x([0-9a-f]{2})/;
const VF_NAME = /\b(?:VF (registering|unregistering)|Data path switched (to|from) VF): enP(\d+)[sp]/;
/** PCI base class of network controllers. */
const NETWORK_CLASS = '02';

export type LogStatement =
  | {
      /** A device by its instance GUID. */
      readonly kind: 'device';
      readonly instanceGuid: Guid;
      readonly className?: DeviceClassName;
      readonly driver?: string;
      readonly interfaceName?: string;
      readonly pciBus?: string;
    }
  | {
      /** R40: the guest found this device missing when it resumed. */
      readonly kind: 'missing-after-resume';
      readonly classGuid: Guid;
      readonly instanceGuid: Guid;
    }
  /** R40: as above, but up to 6.13, where the line names no device. */
  | { readonly kind: 'some-missing-after-resume' }
  /** A service of which a VM has one. */
  | { readonly kind: 'service'; readonly className: DeviceClassName; readonly driver: string }
  /** A device by a name that is no GUID: `vmbus_15`. */
  | { readonly kind: 'unnamed-device'; readonly name: string; readonly className?: DeviceClassName }
  /** A storage controller by its number in the guest: `host2`. */
  | { readonly kind: 'storage-host'; readonly name: string }
  | { readonly kind: 'driver-registered'; readonly driver: string }
  /** What a PCI function in a domain is. */
  | { readonly kind: 'pci-function'; readonly domain: number; readonly vpciUse: 'vf' | 'dda' }
  | { readonly kind: 'vf-joined'; readonly domain: number }
  | { readonly kind: 'vf-left'; readonly domain: number }
  | { readonly kind: 'malformed'; readonly field: string; readonly text: string };

/** Everything that one line says, in the order of its words where that matters. */
export function statementsOf(text: string): readonly LogStatement[] {
  return [...namedDevices(text), ...busPaths(text), ...resumeStatements(text), ...singleStatements(text)];
}

/** Whether a line is about VMBus, with or without naming a device. */
export function isVmbusLogLine(text: string): boolean {
  return text.includes('hv_vmbus') || hostBuildIn(text) !== undefined || statementsOf(text).length > 0;
}

function namedDevices(text: string): readonly LogStatement[] {
  return [...text.matchAll(NAMED_DEVICE)].flatMap(([, driver = '', name = '', rest = '']): LogStatement[] => {
    const className = DRIVER_CLASSES[driver];
    const instanceGuid = parseGuid(name);
    if (instanceGuid !== undefined) {
      const pciBus = PCI_BRIDGE.exec(rest)?.[1];
      const interfaceName = driver === 'hv_netvsc' ? INTERFACE.exec(rest)?.[1] : undefined;
      return [
        {
          kind: 'device',
          instanceGuid,
          driver,
          ...(className === undefined ? {} : { className }),
          ...(interfaceName === undefined ? {} : { interfaceName }),
          ...(pciBus === undefined ? {} : { pciBus }),
        },
      ];
    }
    if (OLD_NAME.test(name)) {
      return [{ kind: 'unnamed-device', name, ...(className === undefined ? {} : { className }) }];
    }
    return GUID_ATTEMPT.test(name)
      ? [{ kind: 'malformed', field: driver, text: `${JSON.stringify(shortened(name))} is not a GUID` }]
      : [];
  });
}

/** Devices in the path of something that hangs below them. */
function busPaths(text: string): readonly LogStatement[] {
  return [...text.matchAll(BUS_PATH)].flatMap(([, name = '']): LogStatement[] => {
    const instanceGuid = parseGuid(name);
    if (instanceGuid !== undefined) return [{ kind: 'device', instanceGuid }];
    return OLD_NAME.test(name) ? [{ kind: 'unnamed-device', name }] : [];
  });
}

function resumeStatements(text: string): readonly LogStatement[] {
  if (text.includes('Some vmbus device is missing after suspending')) {
    return [{ kind: 'some-missing-after-resume' }];
  }
  const [, classText, instanceText] = MISSING_CHANNEL.exec(text) ?? [];
  if (classText === undefined || instanceText === undefined) return [];
  const [classGuid, instanceGuid] = [parseGuid(classText), parseGuid(instanceText)];
  if (classGuid !== undefined && instanceGuid !== undefined) {
    return [{ kind: 'missing-after-resume', classGuid, instanceGuid }];
  }
  const wrong = classGuid === undefined ? classText : instanceText;
  return [{ kind: 'malformed', field: 'channel', text: `${JSON.stringify(shortened(wrong))} is not a GUID` }];
}

function singleStatements(text: string): readonly LogStatement[] {
  const found: LogStatement[] = [];
  for (const [pattern, className, driver] of SERVICES) {
    if (pattern.test(text)) found.push({ kind: 'service', className, driver });
  }
  const host = STORAGE_HOST.exec(text)?.[1];
  if (host !== undefined) found.push({ kind: 'storage-host', name: host });
  const driver = REGISTERED.exec(text)?.[1];
  if (driver !== undefined) found.push({ kind: 'driver-registered', driver });
  const [, domain, pciClass] = PCI_FUNCTION.exec(text) ?? [];
  if (domain !== undefined) {
    const vpciUse = pciClass === NETWORK_CLASS ? 'vf' : 'dda';
    found.push({ kind: 'pci-function', domain: Number.parseInt(domain, 16), vpciUse });
  }
  const [, registration, direction, vfDomain] = VF_NAME.exec(text) ?? [];
  if (vfDomain !== undefined) {
    const kind = registration === 'unregistering' ? 'vf-left' : 'vf-joined';
    // Off the data path, a VF is still there.
    if (direction !== 'from') found.push({ kind, domain: Number(vfDomain) });
  }
  return found;
}

/** The class that a driver serves. */
export function classNameOfDriver(driver: string): DeviceClassName | undefined {
  return DRIVER_CLASSES[driver];
}

import { VIRTUAL_DEVICE_KINDS, type VirtualDeviceKind } from '#libs/vmbus';

/** The kind of device in a slot, `nic` of `nic 0`; `undefined` for what is no device, such as `os disk`. */
export function kindOfSlot(slot: string): VirtualDeviceKind | undefined {
  const [kind, index, ...rest] = slot.split(' ');
  if (rest.length > 0 || !/^\d+$/.test(index ?? '')) return undefined;
  return VIRTUAL_DEVICE_KINDS.find((known) => known === kind);
}

/** Position among the devices of its kind, 1 of `nic 1`. */
export function indexOfSlot(slot: string): number {
  return Number(slot.split(' ')[1] ?? 0);
}

/** A device of some kind, as somebody would say who does not know VMBus. */
const DEVICE_NAMES: Readonly<Record<VirtualDeviceKind, readonly [one: string, many: string]>> = {
  scsi: ['disk controller', 'SCSI controllers'],
  nic: ['network card', 'NICs'],
  vf: ['accelerated network path', 'VFs'],
  dda: ['assigned PCI device', 'assigned PCI devices'],
  shutdown: ['shutdown service', 'shutdown services'],
  timesync: ['time service', 'time services'],
  heartbeat: ['heartbeat service', 'heartbeat services'],
  kvp: ['data exchange service', 'data exchange services'],
  vss: ['backup service', 'backup services'],
  balloon: ['dynamic memory service', 'dynamic memory services'],
  fcopy: ['file copy service', 'file copy services'],
  keyboard: ['keyboard', 'keyboards'],
  mouse: ['mouse', 'mice'],
  video: ['screen', 'video adapters'],
};

export function deviceName(kind: VirtualDeviceKind): string {
  return DEVICE_NAMES[kind][0];
}

/** As a policy speaks of them: `NICs`. */
export function devicesName(kind: VirtualDeviceKind): string {
  return DEVICE_NAMES[kind][1];
}

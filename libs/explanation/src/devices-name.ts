import type { VirtualDeviceKind } from '#libs/vmbus';

/** Devices of a kind, as a policy speaks of them. */
const DEVICES_NAMES: Readonly<Record<VirtualDeviceKind, string>> = {
  scsi: 'SCSI controllers',
  nic: 'NICs',
  vf: 'VFs',
  dda: 'assigned PCI devices',
  shutdown: 'shutdown services',
  timesync: 'time services',
  heartbeat: 'heartbeat services',
  kvp: 'data exchange services',
  vss: 'backup services',
  balloon: 'dynamic memory services',
  fcopy: 'file copy services',
  keyboard: 'keyboards',
  mouse: 'mice',
  video: 'video adapters',
};

export function devicesName(kind: VirtualDeviceKind): string {
  return DEVICES_NAMES[kind];
}

import type { DeviceKey } from './offer.js';

/**
 * What a virtual device is for, in the words a policy uses. The single-instance kinds carry the kernel's
 * short names (R1); `scsi`, `nic`, `vf` and `dda` may occur more than once.
 */
export const VIRTUAL_DEVICE_KINDS = [
  'scsi',
  'nic',
  'vf',
  'dda',
  'shutdown',
  'timesync',
  'heartbeat',
  'kvp',
  'vss',
  'balloon',
  'fcopy',
  'keyboard',
  'mouse',
  'video',
] as const;
export type VirtualDeviceKind = (typeof VIRTUAL_DEVICE_KINDS)[number];

/** A place in a VM's configuration that a device fills: the same slot on every host the VM ever runs on. */
export interface DeviceSlot {
  readonly kind: VirtualDeviceKind;
  /** Position among devices of this kind, from 0. For a VF: the position of the NIC it accelerates. */
  readonly index: number;
  /** Twelve hex digits, NICs and VFs only. */
  readonly mac?: string;
}

/** A device of one Hyper-V VM: its slot and the identity that the host gave it. */
export interface VirtualDevice extends DeviceSlot, DeviceKey {}

/** `nic 1`, `vf 0`, `scsi 0`: how people and reports name a slot. */
export function slotName(slot: Pick<DeviceSlot, 'kind' | 'index'>): string {
  return `${slot.kind} ${slot.index}`;
}

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

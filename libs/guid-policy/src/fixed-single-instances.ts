import { classOfKind, VIRTUAL_DEVICE_KINDS, type VirtualDeviceKind } from '#libs/vmbus';
import type { GuidAssignment } from './policy.js';

/** Kinds of which a VM has one at most: their instance GUID is the same on every host (MOVE-4). */
export type SingleInstanceKind = Exclude<VirtualDeviceKind, 'scsi' | 'nic' | 'vf' | 'dda'>;

export function isSingleInstance(kind: VirtualDeviceKind): kind is SingleInstanceKind {
  return classOfKind(kind).instances === 'single';
}

/** In the order of `VIRTUAL_DEVICE_KINDS`. */
export const SINGLE_INSTANCE_KINDS: readonly SingleInstanceKind[] =
  VIRTUAL_DEVICE_KINDS.filter(isSingleInstance);

/** The part of a policy that says MOVE-4. */
export const FIXED_SINGLE_INSTANCES = Object.fromEntries(
  SINGLE_INSTANCE_KINDS.map((kind): [SingleInstanceKind, GuidAssignment] => [kind, { kind: 'fixed' }]),
) as Readonly<Record<SingleInstanceKind, GuidAssignment>>;

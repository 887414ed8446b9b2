import type { Guid, VirtualDeviceKind } from '#libs/vmbus';

/**
 * How the instance GUID of a device is chosen when a Hyper-V VM is created (MOVE-4 to MOVE-7).
 * - `fixed`: the device's well-known GUID, everywhere the same
 * - `pinned`: the GUIDs listed, by slot index; `beyond` says what a slot past the list gets
 * - `from-mac`: the MAC's six bytes repeated to sixteen
 * - `keep`: a GUID drawn once for the customer VM and used ever after
 * - `fresh`: a new one on every newly created VM
 */
export type GuidAssignment =
  | { readonly kind: 'fixed' }
  | { readonly kind: 'pinned'; readonly guids: readonly Guid[]; readonly beyond: 'fresh' | 'keep' }
  | { readonly kind: 'from-mac' }
  | { readonly kind: 'keep' }
  | { readonly kind: 'fresh' };

/** A GUID-pinning policy: a document, not code. Every device kind has an assignment. */
export interface GuidPolicy {
  readonly name: string;
  readonly description: string;
  readonly devices: Readonly<Record<VirtualDeviceKind, GuidAssignment>>;
  /** MOVE-9: take VFs away before the guest is told to hibernate, offer new ones after resume. */
  readonly removeVfsBeforeHibernation: boolean;
  /** MOVE-8: hibernation of a VM with DDA devices. `exceptSizes` lists sizes that are let through all the same. */
  readonly dda: { readonly hibernation: 'refuse' | 'allow'; readonly exceptSizes: readonly string[] };
}

/** GUIDs that a policy keeps for one customer VM: slot name (`nic 0`) to GUID. */
export type KeptGuids = Readonly<Record<string, Guid>>;

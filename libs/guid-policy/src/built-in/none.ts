import { VIRTUAL_DEVICE_KINDS, type VirtualDeviceKind } from '#libs/vmbus';
import type { GuidAssignment, GuidPolicy } from '../policy.js';

const ALL_FRESH = Object.fromEntries(
  VIRTUAL_DEVICE_KINDS.map((kind): [VirtualDeviceKind, GuidAssignment] => [kind, { kind: 'fresh' }]),
) as Readonly<Record<VirtualDeviceKind, GuidAssignment>>;

/**
 * No pinning at all: even single-instance devices are new on every created VM. No real host behaves like this
 * (MOVE-4); it is the far end of a comparison, showing what every pinned GUID is worth.
 */
export const NO_PINNING_POLICY: GuidPolicy = {
  name: 'none',
  description:
    'No pinning at all, not even of single-instance devices: the far end of a comparison, no real host',
  devices: ALL_FRESH,
  removeVfsBeforeHibernation: false,
  dda: { hibernation: 'allow', exceptSizes: [] },
};

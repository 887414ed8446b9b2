import {
  FIXED_SINGLE_INSTANCES,
  isSingleInstance,
  type GuidAssignment,
  type GuidPolicy,
} from '#libs/guid-policy';
import { indexOfSlot, kindOfSlot, guid, type Guid, type VirtualDeviceKind } from '#libs/vmbus';
import type { Pin } from './pin-list.js';

/** Kinds that a VM may have several of, which no host pins by itself. */
const UNPINNED_KINDS = ['scsi', 'nic', 'vf', 'dda'] as const satisfies readonly VirtualDeviceKind[];

/**
 * A policy that gives a VM the instance GUIDs it needs (MOVE-13): what a script around a local Hyper-V would do.
 * Kinds without a pin keep what is drawn first; VFs are taken away before hibernation unless one of them is pinned,
 * for then the image holds it. `name` must be one that policies may have.
 */
export function pinnedPolicy(name: string, pins: readonly Pin[]): GuidPolicy {
  const guids = pins.filter(isPinnable);
  const kinds = [...new Set(guids.flatMap(({ slot }) => kindOfSlot(slot) ?? []))];
  const pinned = kinds.map((kind): [VirtualDeviceKind, GuidAssignment] => [
    kind,
    pinnedTo(guids.filter(({ slot }) => kindOfSlot(slot) === kind)),
  ]);
  return {
    name,
    description: `Instance GUIDs pinned for one VM: ${guids.map(({ slot }) => slot).join(', ') || 'none'}`,
    devices: {
      ...FIXED_SINGLE_INSTANCES,
      ...(Object.fromEntries(UNPINNED_KINDS.map((kind) => [kind, { kind: 'keep' }])) as Record<
        (typeof UNPINNED_KINDS)[number],
        GuidAssignment
      >),
      ...Object.fromEntries(pinned),
    },
    removeVfsBeforeHibernation: !kinds.includes('vf'),
    dda: { hibernation: 'allow', exceptSizes: [] },
  };
}

/** Devices of which a VM has only one are told apart by nothing else: a second one has no place in a policy. */
function isPinnable({ property, slot }: Pin): boolean {
  const kind = kindOfSlot(slot);
  if (property !== 'instance-guid' || kind === undefined) return false;
  return !isSingleInstance(kind) || indexOfSlot(slot) === 0;
}

function pinnedTo(pins: readonly Pin[]): GuidAssignment {
  const byIndex = new Map(pins.map(({ slot, needed }) => [indexOfSlot(slot), guid(needed)]));
  const last = Math.max(...byIndex.keys());
  const guids = Array.from({ length: last + 1 }, (_, index) => byIndex.get(index) ?? gapFiller(pins, index));
  return { kind: 'pinned', guids, beyond: 'keep' };
}

/** A list has no gaps, but slots may: the VF of NIC 1 where NIC 0 has none. Nothing ever gets this GUID. */
function gapFiller(pins: readonly Pin[], index: number): Guid {
  const kind = kindOfSlot(pins[0]?.slot ?? '') ?? 'dda';
  const at = String(UNPINNED_KINDS.indexOf(kind as (typeof UNPINNED_KINDS)[number]));
  return guid(`00000000-0000-4000-800${at}-${String(index).padStart(12, '0')}`);
}

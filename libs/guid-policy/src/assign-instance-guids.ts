import type { IdSource } from '#libs/determinism';
import {
  classOfKind,
  guid,
  nicInstanceGuid,
  slotName,
  VIRTUAL_DEVICE_KINDS,
  type DeviceSlot,
  type Guid,
  type VirtualDevice,
} from '#libs/vmbus';
import type { GuidAssignment, GuidPolicy, KeptGuids } from './policy.js';

/** Devices of a newly created Hyper-V VM, and what the policy now keeps for the customer VM. */
export interface AssignedDevices {
  /** In the order of the slots given. */
  readonly devices: readonly VirtualDevice[];
  /** What was kept before, and what this assignment added. */
  readonly kept: KeptGuids;
}

/**
 * Gives every slot of a newly created Hyper-V VM its instance GUID (MOVE-3 to MOVE-7). Call it once per created
 * VM, not per start on the same one: a VM that stays keeps its devices (VPCI-3). Draws from `ids` in the order of
 * kinds and indexes, so the result does not depend on the order of the slots, and never hands out a GUID twice
 * in one VM. Throws `Error` when a slot occurs twice or two devices are bound to get one GUID (R52; two NICs with
 * one MAC), `TypeError` when `from-mac` meets a slot without a MAC or `fixed` a kind without a well-known GUID.
 */
export function assignInstanceGuids(
  policy: GuidPolicy,
  slots: readonly DeviceSlot[],
  kept: KeptGuids,
  ids: IdSource,
): AssignedDevices {
  const givenBySlot = new Map<string, Guid>();
  const taken = new Map<Guid, string>();
  const newlyKept: Record<string, Guid> = {};
  const claim = (slot: string, instanceGuid: Guid): void => {
    const holder = taken.get(instanceGuid);
    if (holder !== undefined) throw new Error(`${holder} and ${slot} would both be ${instanceGuid}`);
    taken.set(instanceGuid, slot);
    givenBySlot.set(slot, instanceGuid);
  };

  const ordered = inOrder(slots);
  const toDraw: DeviceSlot[] = [];
  for (const slot of ordered) {
    const name = slotName(slot);
    const known = predetermined(assignmentOf(policy, slot), slot, kept[name]);
    if (known === undefined) toDraw.push(slot);
    else claim(name, known);
  }
  for (const slot of toDraw) {
    const name = slotName(slot);
    const drawn = drawUnused(ids, taken);
    claim(name, drawn);
    if (assignmentOf(policy, slot).kind === 'keep') newlyKept[name] = drawn;
  }

  return {
    devices: slots.map((slot) => ({
      ...slot,
      classGuid: classOfKind(slot.kind).classGuid,
      instanceGuid: givenBySlot.get(slotName(slot))!,
    })),
    kept: { ...kept, ...newlyKept },
  };
}

type SlotAssignment =
  Exclude<GuidAssignment, { kind: 'pinned' }> | { readonly kind: 'pinned-to'; readonly guid: Guid };

/** What the policy says about one slot; a slot past a list of pinned GUIDs is what `beyond` says. */
function assignmentOf(policy: GuidPolicy, slot: DeviceSlot): SlotAssignment {
  const assignment = policy.devices[slot.kind];
  if (assignment.kind !== 'pinned') return assignment;
  const pinned = assignment.guids[slot.index];
  return pinned === undefined ? { kind: assignment.beyond } : { kind: 'pinned-to', guid: pinned };
}

/** The GUID that needs no draw; `undefined` when one has to be drawn. */
function predetermined(
  assignment: SlotAssignment,
  slot: DeviceSlot,
  kept: Guid | undefined,
): Guid | undefined {
  switch (assignment.kind) {
    case 'fixed': {
      const wellKnown = classOfKind(slot.kind).fixedInstanceGuid;
      if (wellKnown === undefined)
        throw new TypeError(`${slot.kind} devices have no well-known instance GUID`);
      return wellKnown;
    }
    case 'pinned-to':
      return assignment.guid;
    case 'from-mac':
      if (slot.mac === undefined) throw new TypeError(`${slotName(slot)} has no MAC to derive a GUID from`);
      return nicInstanceGuid(slot.mac);
    case 'keep':
      return kept;
    case 'fresh':
      return undefined;
    default:
      return assertNever(assignment);
  }
}

function drawUnused(ids: IdSource, taken: ReadonlyMap<Guid, string>): Guid {
  for (;;) {
    const drawn = guid(ids.nextGuid());
    if (!taken.has(drawn)) return drawn;
  }
}

function inOrder(slots: readonly DeviceSlot[]): readonly DeviceSlot[] {
  const ordered = [...slots].sort(
    (a, b) =>
      VIRTUAL_DEVICE_KINDS.indexOf(a.kind) - VIRTUAL_DEVICE_KINDS.indexOf(b.kind) || a.index - b.index,
  );
  for (const [at, slot] of ordered.entries()) {
    const next = ordered[at + 1];
    if (next?.kind === slot.kind && next.index === slot.index)
      throw new Error(`slot ${slotName(slot)} twice`);
  }
  return ordered;
}

function assertNever(value: never): never {
  throw new Error(`unexpected assignment ${JSON.stringify(value)}`);
}

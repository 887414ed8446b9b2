import { FAULTS, type Fault, type FaultEntry, type FaultKind } from '#libs/linux-guest';
import type { PlatformFaultEntry } from './fault-entry.js';
import { PLATFORM_FAULTS, type PlatformFaultKind } from './fault-table.js';
import type { FaultParameters, ParameterName } from './parameters.js';

/** A fault of the guest or its machine, armed like one of the platform. */
export type GuestFaultKind = `guest:${FaultKind}`;

/** What can be armed. */
export type ArmableKind = PlatformFaultKind | GuestFaultKind;

const GUEST_PREFIX = 'guest:';

/** Every kind that can be armed, those of the platform first. */
export const ARMABLE_FAULTS: Readonly<Record<ArmableKind, PlatformFaultEntry>> = {
  ...PLATFORM_FAULTS,
  ...(Object.fromEntries(
    Object.entries<FaultEntry>(FAULTS).map(([kind, entry]) => [GUEST_PREFIX + kind, armed(entry)]),
  ) as Readonly<Record<GuestFaultKind, PlatformFaultEntry>>),
};

export const ARMABLE_KINDS = Object.keys(ARMABLE_FAULTS) as readonly ArmableKind[];

export function isArmableKind(text: string): text is ArmableKind {
  return Object.hasOwn(ARMABLE_FAULTS, text);
}

/** The fault of the guest behind a kind, with what is said about it; `undefined` for those of the platform. */
export function guestFaultOf(kind: ArmableKind, { slot, value }: FaultParameters): Fault | undefined {
  if (!kind.startsWith(GUEST_PREFIX)) return undefined;
  return {
    kind: kind.slice(GUEST_PREFIX.length) as FaultKind,
    ...(slot === undefined ? {} : { slot }),
    ...(value === undefined ? {} : { value }),
  };
}

/** A fault of the guest that is there from the start of an operation to its end. */
function armed({ rule, summary, takes }: FaultEntry): PlatformFaultEntry {
  return {
    place: 'guest',
    summary,
    rule,
    seenIn: 'guest',
    source: 'The table of faults of a VM.',
    parameters: parametersFor(takes),
  };
}

function parametersFor(takes: FaultEntry['takes']): readonly ParameterName[] {
  switch (takes) {
    case 'nothing':
      return [];
    case 'slot':
    case 'disk':
      return ['slot'];
    case 'number':
    case 'text':
      return ['value'];
  }
}

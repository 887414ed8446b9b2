import { draw, streamBase } from '../draw.js';
import type { Fleet } from '../fleet/fleet.js';
import { STREAMS } from '../fleet/streams.js';
import type { LimitsSpec, Scenario } from '../scenario.js';
import type { EventQueue } from './event-queue.js';
import type { GuestSide } from './guest-side.js';
import type { HostTable } from './host-table.js';
import type { KindTable } from './kind-table.js';
import type { Ledger } from './ledger.js';

/** What the parts of a run share: the VMs and hosts that they change, and where they say so. */
export interface RunParts {
  /** Of the VMs, by `VM`. */
  readonly words: Int32Array;
  readonly hosts: HostTable;
  readonly kinds: KindTable;
  readonly queue: EventQueue;
  readonly ledger: Ledger;
  /** Absent where of VMs nothing but their placement is asked. */
  readonly guests: GuestSide | undefined;
  readonly fleet: Fleet;
  readonly limits: LimitsSpec;
  /** Tenant of a VM by its number in the whole fleet. */
  readonly tenantOf: (vm: number) => number;
}

/** Whose VM it is: as listed, or drawn. */
export function tenantsOf(
  { fleet: spec, seed }: Pick<Scenario, 'fleet' | 'seed'>,
  { tenantOf, firstVm }: Pick<Fleet, 'tenantOf' | 'firstVm'>,
): (vm: number) => number {
  if (tenantOf !== undefined) return (vm) => tenantOf[vm - firstVm]!;
  const tenants = spec.kind === 'generated' ? spec.tenants : 1;
  const base = streamBase(seed, STREAMS.tenant);
  return (vm) => draw(base, vm) % tenants;
}

import type { FleetSpec, GeneratedFleet } from '#libs/what-if';
import type { FleetDocument } from '../schema/fleet-schema.js';
import { checkGroups, DEFAULT_REGION, type FleetSources } from './fleet-sources.js';
import { compileListedFleet } from './listed-fleet.js';
import { compileMachines } from './machines.js';
import type { Compiling } from './compiling.js';

/** The VMs of a scenario. `undefined` after faults. */
export function compileFleet(
  document: FleetDocument,
  sources: FleetSources,
  compiling: Compiling,
): FleetSpec | undefined {
  if (document.kind === 'listed') return compileListedFleet(document, sources, compiling);
  const { vms, groups, machines, pinnedPercent, regions, tenants } = document;
  checkGroups(groups, sources, ['fleet', 'groups'], compiling);
  const sizes = compileMachines(machines, sources, ['fleet', 'machines'], compiling);
  if (tenants > vms) compiling.faults.add(['fleet', 'tenants'], `must not be more than the ${vms} VMs`);
  if (sizes === undefined) return undefined;
  const fleet: GeneratedFleet = {
    kind: 'generated',
    vms,
    groups,
    sizes,
    pinnedPercent,
    regions: regions ?? [{ weight: 1, value: DEFAULT_REGION }],
    tenants,
  };
  return fleet;
}

/** Regions that hosts are needed in. */
export function regionsOf(document: FleetDocument | undefined): readonly string[] {
  if (document?.kind === 'listed') return [document.otherwise.region ?? DEFAULT_REGION];
  return document?.regions?.map(({ value }) => value) ?? [DEFAULT_REGION];
}

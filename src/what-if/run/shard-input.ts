import {
  faultSetsOf,
  type Fleet,
  type GuestFates,
  type GuestMake,
  generateFleet,
  guestFates,
  regionsOf,
  type Scenario,
} from '#libs/what-if';
import { RunError } from './run-error.js';

/** VMs of one region, and what their owners are called. */
export interface NamedFleet {
  readonly fleet: Fleet;
  /** Absent: tenants have numbers alone. */
  readonly tenantName?: (tenant: number) => string;
}

/** The VMs of one region of a scenario: drawn, or read from their file. Throws `RunError` fleet-unreadable. */
export async function regionFleet(scenario: Scenario, region: string): Promise<NamedFleet> {
  const { fleet: spec } = scenario;
  if (spec.kind === 'generated') return { fleet: generateFleet(scenario, spec, region) };
  // Readers of files are loaded where there is a file to read.
  const { listedFleet } = await import('./listed-fleets.js');
  const { regions, tenantName } = await listedFleet(scenario, spec);
  const known = regionsOf(scenario);
  const strange = regions.find(({ region: listed }) => !known.includes(listed));
  if (strange !== undefined) {
    throw new RunError(
      'fleet-unreadable',
      `${spec.path} has VMs in ${strange.region}, where there is no cluster.`,
    );
  }
  const found = regions.find(({ region: listed }) => listed === region)?.fleet;
  return { fleet: found === undefined ? NO_VMS : ownFleet(found), tenantName };
}

/** A region that has hosts, but none of the VMs listed. */
const NO_VMS: Fleet = { vms: 0, firstVm: 0, kinds: [], kindOf: new Uint16Array(0), nameOf: String };

/** Outcomes take this column along to another thread; the fleet may be asked for again. */
function ownFleet(fleet: Fleet): Fleet {
  return { ...fleet, kindOf: fleet.kindOf.slice() };
}

/** What becomes of the guests of a fleet; undefined for VMs without guests. */
export function regionFates({ guests, clusters, faults }: Scenario, fleet: Fleet): GuestFates | undefined {
  if (guests === undefined) return undefined;
  const makes = fleet.kinds.map(({ make }, kind): GuestMake => {
    if (make?.profile === undefined) throw new Error(`VMs of kind ${kind} have no guest, and others have`);
    return { ...make, profile: make.profile };
  });
  const generations = clusters.types.map(({ generation }) => generation);
  return guestFates(makes, guests.policy, generations, faultSetsOf(faults));
}

import type { Host, HostGeneration, Resources } from '#libs/hosts';
import { isStaged } from '#libs/linux-guest';
import {
  place,
  type HostRejection,
  type PlacementRequest,
  type PlacementVerdict,
  type RankedHost,
} from '#libs/placement';
import { refusal, type Refusal } from '#libs/refusal';
import { done, proceed, refuse, skip } from '#libs/saga';
import { savedForImage, type VmFacts } from '../facts.js';
import { defineVmStep } from '../vm-step.js';

/** Hosts named in the stored explanation of a placement, of each kind; fleets are larger than logs should be. */
const EXPLAINED_HOSTS = 16;

/** How often a placement is decided afresh when another VM took the room first. */
export const PLACEMENT_ATTEMPTS = 8;

export interface Placed {
  readonly hostId: string;
  readonly hostName: string;
  readonly generation: HostGeneration;
  readonly demand: Resources;
  readonly ranking: readonly RankedHost[];
  readonly rejected: readonly HostRejection[];
}

/** Chooses a host and reserves the VM's room there; another host than the last is likely (MOVE-2). */
export const placeVm = defineVmStep({
  name: 'place',
  rules: ['MOVE-2', 'ASSUME-6', 'CONSIDER-6', 'TORPOR-1', 'TORPOR-24', 'AZURE-30', 'AZURE-31'],
  zone: 'compensatable',
  reads: ['hosts'],
  attempts: PLACEMENT_ATTEMPTS,
  decide: (facts) => {
    if (facts.partition !== undefined) return skip('the VM keeps the place it has');
    const request = placementRequest(facts);
    const verdict = place(request, facts.hosts);
    if (verdict.kind === 'no-host') return refuse(noHost(verdict.rejected, request));
    return proceed<Placed>(placedOn(verdict, facts.hosts, request));
  },
  apply: async (placed, ports) =>
    (await ports.capacity.reserve(placed.hostId, placed.demand)) === 'reserved'
      ? done(placed)
      : {
          kind: 'failed',
          refusal: refusal('capacity-lost-race', `host ${placed.hostName} was filled by another VM`),
        },
  undo: (_placed, ports) => ports.capacity.release(),
});

/** A placement as it is stored. */
export function placedOn(
  verdict: Extract<PlacementVerdict, { kind: 'placed' }>,
  hosts: readonly Host[],
  { demand }: PlacementRequest,
): Placed {
  const host = hosts.find(({ id }) => id === verdict.hostId);
  if (host === undefined) throw new Error(`placement chose unknown host ${verdict.hostId}`);
  return {
    hostId: host.id,
    hostName: host.name,
    generation: host.generation,
    demand,
    ranking: verdict.ranking.slice(0, EXPLAINED_HOSTS),
    rejected: verdict.rejected.slice(0, EXPLAINED_HOSTS),
  };
}

/** The room that a VM takes on a host. */
export function demandOf({ size, nics }: Pick<VmFacts, 'size' | 'nics'>): Resources {
  return {
    vcpus: size.vcpus,
    memoryMib: size.memoryMib,
    vfSlots: nics.filter(({ isAccelerated }) => isAccelerated).length,
  };
}

/** What this VM asks of a host: its room, and what its image needs if it has one. */
export function placementRequest(facts: VmFacts): PlacementRequest {
  const { size, placement } = facts;
  const saved = savedForImage(facts);
  const anyHost = isStaged(facts.faults, 'any-host');
  return {
    demand: demandOf(facts),
    strategy: placement.strategy,
    avoidHostIds: saved === undefined ? placement.avoidHostIds : [...placement.avoidHostIds, saved.hostId],
    ...(size.processorVendor === undefined || anyHost ? {} : { processorVendor: size.processorVendor }),
    ...(placement.hostName === undefined ? {} : { hostName: placement.hostName }),
    ...(placement.cluster === undefined ? {} : { cluster: placement.cluster }),
    ...(saved === undefined || anyHost
      ? {}
      : { configurationVersion: saved.configurationVersion, resumeOrigin: saved.origin }),
  };
}

/** Tells "no room" from "room, but none that this VM can run on" (CONSIDER-6). */
export function noHost(rejected: readonly HostRejection[], request: PlacementRequest): Refusal {
  const reasons = summarise(rejected);
  const fullOnly = rejected.some(({ rule }) => rule === 'TORPOR-1');
  if (fullOnly || rejected.length === 0) return refusal('no-capacity', `no host has room: ${reasons}`);
  const constraints = constraintsOf(request).join(', ');
  return request.resumeOrigin === undefined
    ? refusal('no-suitable-host', `no host suits the VM: ${reasons}`)
    : refusal('no-compatible-host', `no host can run the image: ${reasons}; constraints: ${constraints}`);
}

/** What narrows the choice of hosts, in the words in which callers know it (AZURE-31). */
function constraintsOf({
  demand,
  processorVendor,
  resumeOrigin,
  configurationVersion,
  cluster,
  hostName,
}: PlacementRequest): readonly string[] {
  return [
    ...(resumeOrigin === undefined
      ? []
      : [`resuming from hibernated state (memory of a ${resumeOrigin.processorModel})`]),
    ...(demand.vfSlots > 0 ? ['accelerated networking'] : []),
    ...(processorVendor === undefined ? [] : [`${processorVendor} processors`]),
    ...(configurationVersion === undefined ? [] : [`configuration version ${configurationVersion}`]),
    ...(cluster === undefined ? [] : [`cluster ${cluster}`]),
    ...(hostName === undefined ? [] : [`host ${hostName}`]),
  ];
}

function summarise(rejected: readonly HostRejection[]): string {
  if (rejected.length === 0) return 'there are no hosts';
  const counts = new Map<string, number>();
  for (const { filter } of rejected) counts.set(filter, (counts.get(filter) ?? 0) + 1);
  return [...counts].map(([filter, count]) => `${filter} rejects ${count}`).join(', ');
}

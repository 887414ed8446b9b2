import type { GuidPolicy } from '#libs/guid-policy';
import { fits, subtract, type Host, type HostGeneration } from '#libs/hosts';
import type { HibernationInitiator } from '#libs/linux-guest';
import { osDiskOf, placementRequest, type VmFacts } from '#libs/vm-operations';

/** Where the VM is to come back. */
export type TargetPlace =
  /** A new Hyper-V VM on one of these hosts, as the VM itself wishes to be placed, or on the one that is named here. */
  | { readonly kind: 'hosts'; readonly hosts: readonly Host[]; readonly hostName?: string }
  /** A new Hyper-V VM on some host of this generation that has room. */
  | { readonly kind: 'generation'; readonly generation: HostGeneration }
  /** The Hyper-V VM that it went to sleep in: what a guest that hibernates by itself finds (AZURE-34). */
  | { readonly kind: 'same-machine' };

export interface PreflightTarget {
  /** In force when the VM is started again. */
  readonly policy: GuidPolicy;
  readonly place: TargetPlace;
}

/** A VM, what is to happen to it, and where: all that a rehearsal depends on. Plain data. */
export interface Subject {
  /**
   * The VM as it is: running (its Hyper-V VM has a guest), asleep (its OS disk has an image), or neither. The policy is the
   * one under which it goes to sleep.
   */
  readonly facts: VmFacts;
  /** Hosts on which it would be started first if it does not run; at least one. */
  readonly sourceHosts: readonly Host[];
  readonly target: PreflightTarget;
  readonly initiatedBy: HibernationInitiator;
}

/** Whether the VM's memory is on its disk already, so that only the way back is left to look at. */
export function isAsleep({ facts }: Pick<Subject, 'facts'>): boolean {
  return facts.partition?.guest === undefined && osDiskOf(facts).image !== undefined;
}

/** More than any VM needs. */
const PLENTY = { vcpus: 1_000_000, memoryMib: 2 ** 40, vfSlots: 1_000_000 };

/** A host of a generation with room for any VM: for asking about a kind of host instead of one that exists. */
export function hostOfGeneration(generation: HostGeneration): Host {
  return {
    id: generation.name,
    name: generation.name,
    cluster: 'default',
    generation,
    capacity: PLENTY,
    used: { vcpus: 0, memoryMib: 0, vfSlots: 0 },
    state: 'available',
  };
}

/** A VM that has left its host, wishing for its target: the facts that its placement is decided from. */
export function wishing(asleep: VmFacts, { facts: before, target: { place } }: Subject): VmFacts {
  const { strategy, avoidHostIds } = asleep.placement;
  switch (place.kind) {
    case 'same-machine':
      return asleep;
    case 'generation':
      return {
        ...asleep,
        hosts: [hostOfGeneration(place.generation)],
        placement: { strategy, avoidHostIds },
      };
    case 'hosts': {
      const hosts = hostsWithout(before, place.hosts);
      const { hostName } = place;
      const placement = hostName === undefined ? asleep.placement : { strategy, avoidHostIds, hostName };
      return { ...asleep, hosts, placement };
    }
    default:
      return assertNever(place);
  }
}

/** The hosts as they are once this VM has left the one it is on (MOVE-1). */
function hostsWithout(facts: VmFacts, hosts: readonly Host[]): readonly Host[] {
  const { demand } = placementRequest(facts);
  return hosts.map((host) =>
    host.id === facts.partition?.hostId && fits(demand, host.used)
      ? { ...host, used: subtract(host.used, demand) }
      : host,
  );
}

function assertNever(value: never): never {
  throw new Error(`unexpected place ${JSON.stringify(value)}`);
}

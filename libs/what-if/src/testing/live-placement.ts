import { defaultConfigurationVersion, imageOriginOn } from '#libs/hosts';
import { bestHost, failedFilter, type HostFacts, type PlacementRequest } from '#libs/placement';
import type { VmKind } from '../fleet/fleet.js';
import type { HostType, PlacementSpec } from '../scenario.js';

/** A VM that wants a host: `origin` is the type that its image's kernel booted on, absent for a boot. */
export interface Wish {
  readonly kind: VmKind;
  readonly origin?: HostType;
  /** Number of the host that it was saved on. */
  readonly previous?: number;
}

/** Hosts and who is on them, as the live path sees them: a plain list, summed up anew whenever it changes. */
export class LiveHosts {
  readonly #hosts: { facts: HostFacts; readonly type: HostType; readonly on: Map<number, VmKind> }[];

  constructor(types: readonly HostType[]) {
    this.#hosts = types.map((type, host) => ({ type, on: new Map(), facts: factsOf(host, type) }));
  }

  enter(vm: number, kind: VmKind, host: number): void {
    this.#hosts[host]!.on.set(vm, kind);
    this.#sum(host);
  }

  leave(vm: number, host: number): void {
    if (!this.#hosts[host]!.on.delete(vm)) throw new Error(`VM ${vm} is not on host ${host}`);
    this.#sum(host);
  }

  setOpen(host: number, isOpen: boolean): void {
    const entry = this.#hosts[host]!;
    entry.facts = { ...entry.facts, state: isOpen ? 'available' : 'draining' };
  }

  typeOf(host: number): HostType {
    return this.#hosts[host]!.type;
  }

  get used(): number {
    return this.#hosts.filter(({ on }) => on.size > 0).length;
  }

  /** Names of hosts that hold more than they have. */
  overfull(): readonly string[] {
    return this.#hosts
      .filter(({ facts: { used, capacity } }) => {
        const { vcpus, memoryMib, vfSlots } = capacity;
        return used.vcpus > vcpus || used.memoryMib > memoryMib || used.vfSlots > vfSlots;
      })
      .map(({ facts }) => facts.name);
  }

  /** The number of the host that the live path, or a look at every host, chooses; -1 for none. */
  choice(wish: Wish, { order, strategy }: PlacementSpec): number {
    const request = requestOf(wish, strategy);
    const candidates = this.#candidates(wish);
    switch (order) {
      case 'live':
        return Number(bestHost(request, candidates)?.id ?? -1);
      case 'best-fit':
        return tightest(candidates, request);
      case 'oldest-type-first': {
        const types = [...new Set(this.#hosts.map(({ type }) => type))].toSorted(
          (a, b) => ageOf(a) - ageOf(b),
        );
        for (const type of types) {
          const found = tightest(
            candidates.filter(({ id }) => this.typeOf(Number(id)) === type),
            request,
          );
          if (found >= 0) return found;
        }
        return -1;
      }
    }
  }

  /** Whether some open host would take the VM were it empty and huge. */
  hasCompatible(wish: Wish): boolean {
    const plenty = { vcpus: 1e6, memoryMib: 1e9, vfSlots: 1e6 };
    const none = { vcpus: 0, memoryMib: 0, vfSlots: 0 };
    const request = requestOf(wish, 'pack');
    return this.#candidates(wish).some(
      (host) => failedFilter({ ...host, capacity: plenty, used: none }, request) === undefined,
    );
  }

  /** Whether some open host has room for the VM, of whichever type. */
  hasRoom({ kind }: Wish): boolean {
    const { vcpus, memoryMib, vfSlots } = kind;
    const request = { demand: { vcpus, memoryMib, vfSlots }, avoidHostIds: [], strategy: 'pack' as const };
    return this.#hosts.some(({ facts }) => failedFilter(facts, request) === undefined);
  }

  /** A pinned VM continues on the very processor generation that it booted on. */
  #candidates({ kind, origin }: Wish): readonly HostFacts[] {
    const isPinned = kind.isPinned && origin !== undefined;
    return this.#hosts
      .map(({ facts }) => facts)
      .filter(({ generation }) => !isPinned || generation.processorRank === origin.generation.processorRank);
  }

  #sum(host: number): void {
    const entry = this.#hosts[host]!;
    const used = { vcpus: 0, memoryMib: 0, vfSlots: 0 };
    for (const { vcpus, memoryMib, vfSlots } of entry.on.values()) {
      used.vcpus += vcpus;
      used.memoryMib += memoryMib;
      used.vfSlots += vfSlots;
    }
    entry.facts = { ...entry.facts, used };
  }
}

/** Types are named `t0`, `t1`, from old to young. */
function ageOf({ name }: HostType): number {
  return Number(name.slice(1));
}

function factsOf(host: number, { generation, vcpus, memoryMib, vfSlots }: HostType): HostFacts {
  return {
    id: String(host),
    name: `host-${String(host).padStart(6, '0')}`,
    cluster: 'any',
    generation,
    capacity: { vcpus, memoryMib, vfSlots },
    used: { vcpus: 0, memoryMib: 0, vfSlots: 0 },
    state: 'available',
  };
}

function requestOf({ kind, origin, previous }: Wish, strategy: PlacementSpec['strategy']): PlacementRequest {
  const { vcpus, memoryMib, vfSlots, make } = kind;
  const vendor = make?.size.processorVendor;
  return {
    demand: { vcpus, memoryMib, vfSlots },
    ...(vendor === undefined ? {} : { processorVendor: vendor }),
    ...(origin === undefined
      ? {}
      : {
          resumeOrigin: imageOriginOn(origin.generation),
          configurationVersion: defaultConfigurationVersion(origin.generation),
        }),
    avoidHostIds: previous === undefined ? [] : [String(previous)],
    strategy,
  };
}

/** Of the hosts that will do the one with fewest free vCPUs, then least free memory, then the lowest number. */
function tightest(hosts: readonly HostFacts[], request: PlacementRequest): number {
  const free = ({ capacity, used }: HostFacts) => [
    capacity.vcpus - used.vcpus,
    capacity.memoryMib - used.memoryMib,
  ];
  const [best] = hosts
    .filter((host) => failedFilter(host, request) === undefined)
    .map((host) => ({ id: Number(host.id), free: free(host) }))
    .toSorted((a, b) => a.free[0]! - b.free[0]! || a.free[1]! - b.free[1]! || a.id - b.id);
  return best?.id ?? -1;
}

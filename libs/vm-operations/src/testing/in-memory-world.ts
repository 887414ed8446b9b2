import { add, fits, free, subtract, type Host, type Resources } from '#libs/hosts';
import type { HibernationImage } from '#libs/linux-guest';
import { transition } from '#libs/vm-lifecycle';
import type { DiskFacts, VmFacts } from '../facts.js';
import { changePartition, type Partition } from '../partition.js';
import type { Verdict, VmPorts } from '../ports.js';

/**
 * The world of one VM in memory: the same ports as the stored one, for checks that run thousands of times.
 * Both pass one conformance suite.
 */
export class InMemoryWorld implements VmPorts {
  #facts: VmFacts;
  #hosts: readonly Host[];
  #allocation: { readonly hostId: string; readonly demand: Resources } | undefined;
  #leased: readonly string[] = [];
  #verdict: Verdict | undefined;
  #lastHibernation: Verdict | undefined;

  constructor({ facts, hosts }: { readonly facts: VmFacts; readonly hosts: readonly Host[] }) {
    this.#facts = facts;
    this.#hosts = hosts;
    if (facts.partition !== undefined) {
      this.#leased = facts.disks.map(({ id }) => id);
      this.hold(facts.partition.hostId, demandOf(facts));
    }
  }

  async loadFacts(reads: readonly string[]): Promise<VmFacts> {
    return reads.includes('hosts') ? { ...this.#facts, hosts: this.#hosts } : this.#facts;
  }

  get ports(): VmPorts {
    return this;
  }

  /** Sets facts that no step changes: another policy, another operation. */
  amend(change: Partial<VmFacts>): void {
    this.#facts = { ...this.#facts, ...change };
  }

  get verdict(): Verdict | undefined {
    return this.#verdict;
  }

  get lastHibernation(): Verdict | undefined {
    return this.#lastHibernation;
  }

  snapshot() {
    const { vm, partition, disks } = this.#facts;
    return {
      vm,
      partition: partition ?? null,
      images: disks.map(({ id, image }) => [id, image ?? null]),
      leased: this.#leased,
      allocation: this.#allocation ?? null,
      used: this.#hosts.map(({ id, used }) => [id, used]),
      verdict: this.#verdict ?? null,
    };
  }

  readonly vm: VmPorts['vm'] = {
    move: async (event) => {
      const moved = transition(this.#facts.vm.state, event);
      if (moved.kind === 'refused') throw new Error(moved.refusal.detail);
      this.amend({ vm: { ...this.#facts.vm, state: moved.state } });
    },
    keepGuids: async (keptGuids) => this.amend({ vm: { ...this.#facts.vm, keptGuids } }),
    saveConfiguration: async (saved) => {
      const { saved: _before, ...vm } = this.#facts.vm;
      this.amend({ vm: saved === undefined ? vm : { ...vm, saved } });
    },
    recordVerdict: async (verdict) => {
      if (verdict?.circumstances.act === 'hibernation') {
        this.#lastHibernation = verdict;
        return;
      }
      this.#verdict = verdict;
      this.#lastHibernation = undefined;
    },
  };

  readonly capacity: VmPorts['capacity'] = {
    reserve: async (hostId, demand) => {
      if (this.#allocation !== undefined) return this.#allocation.hostId === hostId ? 'reserved' : 'no-room';
      const host = this.#hosts.find(({ id }) => id === hostId);
      if (host?.state !== 'available' || !fits(demand, free(host))) return 'no-room';
      this.hold(hostId, demand);
      return 'reserved';
    },
    release: async () => {
      const held = this.#allocation;
      if (held === undefined) return;
      this.#hosts = this.#hosts.map((host) =>
        host.id === held.hostId ? { ...host, used: subtract(host.used, held.demand) } : host,
      );
      this.#allocation = undefined;
    },
  };

  readonly hyperv: VmPorts['hyperv'] = {
    create: async (partition: Partition) => {
      if (this.#hosts.find(({ id }) => id === partition.hostId)?.state === 'down') return 'host-down';
      if (this.#facts.partition === undefined) this.amend({ partition });
      return 'created';
    },
    change: async (change) => {
      const { partition } = this.#facts;
      if (partition !== undefined) this.amend({ partition: changePartition(partition, change) });
    },
    destroy: async () => {
      const { partition: _gone, ...rest } = this.#facts;
      this.#facts = rest;
    },
  };

  readonly disks: VmPorts['disks'] = {
    attach: async (diskIds) => {
      this.#leased = diskIds;
    },
    detach: async () => {
      this.#leased = [];
    },
    writeImage: async (diskId, image) => this.setImage(diskId, image),
    discardImage: async (diskId) => this.setImage(diskId, undefined),
    outdateImage: async (diskId) => {
      const image = this.#facts.disks.find(({ id }) => id === diskId)?.image;
      if (image !== undefined) this.setImage(diskId, { ...image, isStale: true });
    },
  };

  private hold(hostId: string, demand: Resources): void {
    this.#hosts = this.#hosts.map((host) =>
      host.id === hostId ? { ...host, used: add(host.used, demand) } : host,
    );
    this.#allocation = { hostId, demand };
  }

  private setImage(diskId: string, image: HibernationImage | undefined): void {
    this.amend({
      disks: this.#facts.disks.map((disk) => (disk.id === diskId ? withImage(disk, image) : disk)),
    });
  }
}

function withImage({ image: _before, ...disk }: DiskFacts, image: HibernationImage | undefined): DiskFacts {
  return image === undefined ? disk : { ...disk, image };
}

function demandOf({ size, nics }: VmFacts): Resources {
  return {
    vcpus: size.vcpus,
    memoryMib: size.memoryMib,
    vfSlots: nics.filter(({ isAccelerated }) => isAccelerated).length,
  };
}

import { add, fits, free, NO_RESOURCES, subtract, type Host, type Resources } from '#libs/hosts';
import type { HibernationImage } from '#libs/linux-guest';
import { transition } from '#libs/vm-lifecycle';
import type { DiskFacts, VmFacts } from '../facts.js';
import { changePartition, type Partition } from '../partition.js';
import { demandOf } from '../steps/place.js';
import type { Verdict, VmPorts } from '../ports.js';

/**
 * The world of one VM in memory: the same ports as the stored one, for checks that run thousands of times.
 * Both pass one conformance suite.
 */
export class InMemoryWorld implements VmPorts {
  #facts: VmFacts;
  #hosts: readonly Host[];
  #allocation: { readonly hostId: string; readonly demand: Resources } | undefined;
  #move: { readonly hostId: string; readonly demand: Resources } | undefined;
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
    const { vm, partition, disks, size, profile, extensions } = this.#facts;
    return {
      vm,
      size: size.name,
      profile,
      extensions,
      partition: partition ?? null,
      images: disks.map(({ id, image }) => [id, image ?? null]),
      leased: this.#leased,
      allocation: this.#allocation ?? null,
      move: this.#move ?? null,
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
    adoptSize: async () => {
      const { resizeTo, ...rest } = this.#facts;
      if (resizeTo !== undefined) this.#facts = { ...rest, size: resizeTo };
    },
    abandonResize: async () => {
      const { resizeTo: _given, ...rest } = this.#facts;
      this.#facts = rest;
    },
    configureGuest: async (profile) => {
      this.amend({ profile });
      await this.hyperv.change({ kind: 'guest-configured', profile });
    },
    recordExtension: async (id, run) => {
      const provisioningState = run.kind === 'succeeded' ? 'Succeeded' : 'Failed';
      const extensions = this.#facts.extensions.map((extension) =>
        extension.id === id ? ({ ...extension, provisioningState } as const) : extension,
      );
      this.amend({ extensions });
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
      this.takeBack(held.hostId, held.demand);
      this.#allocation = undefined;
    },
    reserveMove: async (hostId, demand) => {
      if (this.#move !== undefined) return this.#move.hostId === hostId ? 'reserved' : 'no-room';
      const host = this.#hosts.find(({ id }) => id === hostId);
      const more = beyond(demand, this.heldOn(hostId));
      if (host?.state !== 'available' || !fits(more, free(host))) return 'no-room';
      this.sell(hostId, more);
      this.#move = { hostId, demand };
      return 'reserved';
    },
    releaseMove: async () => {
      const move = this.#move;
      if (move === undefined) return;
      this.takeBack(move.hostId, beyond(move.demand, this.heldOn(move.hostId)));
      this.#move = undefined;
    },
    settleMove: async () => {
      const [move, held] = [this.#move, this.#allocation];
      if (move === undefined || held === undefined) return;
      const stays = move.hostId === held.hostId ? move.demand : NO_RESOURCES;
      this.takeBack(held.hostId, beyond(held.demand, stays));
      this.#allocation = move;
      this.#move = undefined;
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

  readonly parts: VmPorts['parts'] = {
    // Delete options are members of stored documents: here every part stays.
    deleteMarked: async () => ({ disks: [], nics: [], publicAddresses: [] }),
  };

  private hold(hostId: string, demand: Resources): void {
    this.sell(hostId, demand);
    this.#allocation = { hostId, demand };
  }

  private heldOn(hostId: string): Resources {
    return this.#allocation?.hostId === hostId ? this.#allocation.demand : NO_RESOURCES;
  }

  private sell(hostId: string, demand: Resources): void {
    this.#hosts = this.#hosts.map((host) =>
      host.id === hostId ? { ...host, used: add(host.used, demand) } : host,
    );
  }

  private takeBack(hostId: string, demand: Resources): void {
    this.#hosts = this.#hosts.map((host) =>
      host.id === hostId ? { ...host, used: subtract(host.used, demand) } : host,
    );
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

/** What `wanted` is more than `held`, quantity by quantity. */
function beyond(wanted: Resources, held: Resources): Resources {
  return {
    vcpus: Math.max(wanted.vcpus - held.vcpus, 0),
    memoryMib: Math.max(wanted.memoryMib - held.memoryMib, 0),
    vfSlots: Math.max(wanted.vfSlots - held.vfSlots, 0),
  };
}

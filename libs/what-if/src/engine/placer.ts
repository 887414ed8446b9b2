import type { PlacementSpec } from '../scenario.js';
import { NO_HOST, type HostDemand } from './host-demand.js';
import type { RunParts } from './run-parts.js';
import { EPISODE } from './tally.js';
import {
  CAME_MASK,
  CAME_SHIFT,
  IS_BOOT,
  KIND_MASK,
  lastHost,
  notOn,
  ORIGIN_SHIFT,
  VM,
  VM_WORDS,
} from './vm-table.js';

/** Chooses hosts for VMs, in the order that the scenario asks for, and moves them in and out. */
export class Placer {
  readonly #parts: RunParts;
  readonly #order: PlacementSpec['order'];
  readonly #allTypes: number;
  readonly #demand: HostDemand = { types: 0, first: 0, second: 0, vfSlots: 0, except: NO_HOST };

  constructor(parts: RunParts, order: PlacementSpec['order'], types: number) {
    this.#parts = parts;
    this.#order = order;
    this.#allTypes = 2 ** types - 1;
  }

  /** The host that the VM of a start under way goes to; `NO_HOST` for none. */
  find(vm: number): number {
    const { words, kinds, hosts } = this.#parts;
    const word = vm * VM_WORDS;
    const kind = words[word + VM.kind]! & KIND_MASK;
    const isBoot = (words[word + VM.flags]! & IS_BOOT) !== 0;
    const origin = isBoot ? 0 : words[word + VM.kind]! >>> ORIGIN_SHIFT;
    const demand = this.#demand;
    demand.types = kinds.types[kind * kinds.origins + origin]!;
    demand.first = kinds.first[kind]!;
    demand.second = kinds.second[kind]!;
    demand.vfSlots = kinds.vfSlots[kind]!;
    demand.except = NO_HOST;
    switch (this.#order) {
      case 'best-fit':
        return hosts.index.find(demand);
      case 'oldest-type-first':
        return this.#findOldest(demand);
      case 'live':
        return this.#findOther(demand, isBoot ? NO_HOST : lastHost(words[word + VM.host]!));
    }
  }

  /**
   * Why there was none: live, no host that is open may take this VM (CONSIDER-6), or those that may are full; else,
   * whether one of another type has room.
   */
  failure(): number {
    const { hosts } = this.#parts;
    const demand = this.#demand;
    if (this.#order === 'live') {
      return (demand.types & hosts.openTypes()) === 0 ? EPISODE.noCompatibleHost : EPISODE.noCapacity;
    }
    demand.types = this.#allTypes;
    return hosts.index.find(demand) === NO_HOST ? EPISODE.noCapacity : EPISODE.noCompatibleHost;
  }

  /** The VM takes its room on a host. */
  occupy(vm: number, host: number, at: number): void {
    const { words, kinds, hosts, ledger } = this.#parts;
    const word = vm * VM_WORDS;
    const kind = words[word + VM.kind]! & KIND_MASK;
    const isBoot = (words[word + VM.flags]! & IS_BOOT) !== 0;
    hosts.take(host, kinds.first[kind]!, kinds.second[kind]!, kinds.vfSlots[kind]!, 1);
    ledger.occupied(vm, kind, host, at, isBoot && words[word + VM.kind]! >>> ORIGIN_SHIFT === 0);
    if (isBoot) {
      this.setOrigin(vm, host);
    } else {
      const came = this.#comparedTo(lastHost(words[word + VM.host]!), host);
      words[word + VM.flags] = (words[word + VM.flags]! & ~CAME_MASK) | (came << CAME_SHIFT);
      ledger.returned(at);
    }
    words[word + VM.host] = host;
  }

  /** The VM leaves its host. */
  vacate(vm: number, at: number): void {
    const { words, kinds, hosts, ledger } = this.#parts;
    const word = vm * VM_WORDS;
    const kind = words[word + VM.kind]! & KIND_MASK;
    const host = words[word + VM.host]!;
    hosts.take(host, kinds.first[kind]!, kinds.second[kind]!, kinds.vfSlots[kind]!, -1);
    ledger.vacated(vm, kind, host, at);
    words[word + VM.host] = notOn(host);
  }

  /** What the guest finds at a boot it goes on believing (CONSIDER-7). */
  setOrigin(vm: number, host: number): void {
    const { words, hosts } = this.#parts;
    const word = vm * VM_WORDS + VM.kind;
    const rest = words[word]! & ~(-1 << ORIGIN_SHIFT);
    words[word] = rest | ((hosts.typeOf[host]! + 1) << ORIGIN_SHIFT);
  }

  /** ASSUME-6: the host that the VM has left comes last. */
  #findOther(demand: HostDemand, previous: number): number {
    const { index } = this.#parts.hosts;
    demand.except = previous;
    const other = index.find(demand);
    if (other !== NO_HOST || previous === NO_HOST) return other;
    demand.except = NO_HOST;
    return index.find(demand);
  }

  #findOldest(demand: HostDemand): number {
    const { types } = demand;
    for (let left = types; left !== 0; left &= left - 1) {
      demand.types = left & -left;
      const host = this.#parts.hosts.index.find(demand);
      if (host !== NO_HOST) return host;
    }
    demand.types = types;
    return NO_HOST;
  }

  #comparedTo(previous: number, host: number): number {
    if (host === previous) return EPISODE.sameHost;
    const { typeOf } = this.#parts.hosts;
    return typeOf[host] === typeOf[previous] ? EPISODE.sameType : EPISODE.otherType;
  }
}

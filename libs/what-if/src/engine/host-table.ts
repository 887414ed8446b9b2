import { draw, streamBase } from '../draw.js';
import { STREAMS } from '../fleet/streams.js';
import type { ClusterSpec, HostCount, Scenario } from '../scenario.js';
import { HostIndex } from './host-index.js';
import { HOST, HOST_WORDS, NO_CELL } from './host-words.js';
import { NO_VM } from './vm-table.js';

/**
 * Draws for hosts use their number within the region plus this times the number of the region, so that a region is the
 * same whatever the others hold.
 */
export const HOSTS_PER_REGION = 1 << 22;

/** The hosts of one region, by number. */
export class HostTable {
  readonly words: Int32Array;
  readonly typeOf: Uint8Array;
  /** Since when there has been no VM on a host, ms. */
  readonly emptySince: Float64Array;
  readonly index: HostIndex;
  /** Hosts with a VM, by type. */
  readonly usedByType: Int32Array;
  readonly peakUsedByType: Int32Array;
  used = 0;
  peakUsed = 0;
  readonly #openOfType: Int32Array;

  constructor(
    typeOf: Uint8Array,
    units: PlacementUnits,
    { clusters: { types }, placement }: Pick<Scenario, 'clusters' | 'placement'>,
  ) {
    this.typeOf = typeOf;
    this.words = new Int32Array(typeOf.length * HOST_WORDS);
    this.emptySince = new Float64Array(typeOf.length);
    this.usedByType = new Int32Array(types.length);
    this.peakUsedByType = new Int32Array(types.length);
    this.#openOfType = new Int32Array(types.length);
    const most = {
      first: Math.max(0, ...types.map((type) => units.first(type))),
      second: Math.max(0, ...types.map((type) => units.second(type))),
    };
    const isSpreading = placement.order === 'live' && placement.strategy === 'spread';
    this.index = new HostIndex(this.words, typeOf, types.length, most, isSpreading);
    for (let host = 0; host < typeOf.length; host++) {
      const word = host * HOST_WORDS;
      const type = types[typeOf[host]!]!;
      this.words[word + HOST.first] = units.first(type);
      this.words[word + HOST.second] = units.second(type);
      this.words[word + HOST.vfSlots] = type.vfSlots;
      this.words[word + HOST.cell] = NO_CELL;
      this.words[word + HOST.head] = NO_VM;
      this.words[word + HOST.tail] = NO_VM;
      this.open(host);
    }
  }

  get count(): number {
    return this.typeOf.length;
  }

  /** Takes room on a host, or gives it back with `sign` -1. */
  take(host: number, first: number, second: number, vfSlots: number, sign: 1 | -1): void {
    const { words } = this;
    const word = host * HOST_WORDS;
    words[word + HOST.first]! -= sign * first;
    words[word + HOST.second]! -= sign * second;
    words[word + HOST.vfSlots]! -= sign * vfSlots;
    if (words[word + HOST.cell] !== NO_CELL) this.index.move(host, sign * first, sign * second);
  }

  /** From now on the host takes VMs. */
  open(host: number): void {
    if (this.words[host * HOST_WORDS + HOST.cell] !== NO_CELL) return;
    this.#openOfType[this.typeOf[host]!]!++;
    this.index.add(host);
  }

  /** From now on it takes none. */
  close(host: number): void {
    if (this.words[host * HOST_WORDS + HOST.cell] === NO_CELL) return;
    this.#openOfType[this.typeOf[host]!]!--;
    this.index.remove(host);
  }

  /** Types of which a host is open, one bit each. */
  openTypes(): number {
    return this.#openOfType.reduce((bits, count, type) => (count > 0 ? bits | (1 << type) : bits), 0);
  }

  countsByType(types: number): Int32Array {
    const counts = new Int32Array(types);
    for (const type of this.typeOf) counts[type]!++;
    return counts;
  }

  countUsed(host: number, by: 1 | -1): void {
    const type = this.typeOf[host]!;
    this.used += by;
    this.usedByType[type]! += by;
    if (this.used > this.peakUsed) this.peakUsed = this.used;
    if (this.usedByType[type]! > this.peakUsedByType[type]!) {
      this.peakUsedByType[type] = this.usedByType[type]!;
    }
  }
}

interface Amounts {
  readonly vcpus: number;
  readonly memoryMib: number;
}

/** Which resource placement looks at first, and how its amounts become small whole numbers. */
export interface PlacementUnits {
  readonly first: (amounts: Amounts) => number;
  readonly second: (amounts: Amounts) => number;
}

/** Memory counts in the largest unit that measures all of it. */
export function placementUnits(
  order: Scenario['placement']['order'],
  all: readonly Amounts[],
): PlacementUnits {
  const unit = all.reduce((divisor, { memoryMib }) => greatestCommonDivisor(divisor, memoryMib), 0) || 1;
  const vcpus = (amounts: Amounts) => amounts.vcpus;
  const memory = (amounts: Amounts) => amounts.memoryMib / unit;
  return order === 'live' ? { first: memory, second: vcpus } : { first: vcpus, second: memory };
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/** Types of the hosts of a region, cluster after cluster. */
export function hostTypesOf(
  clusters: readonly ClusterSpec[],
  region: { readonly name: string; readonly number: number },
  vms: number,
  seed: number,
): { readonly typeOf: Uint8Array; readonly clusterOf: Uint16Array } {
  const base = streamBase(seed, STREAMS.hostType);
  const typeOf: number[] = [];
  const clusterOf: number[] = [];
  clusters.forEach((cluster, at) => {
    if (cluster.region !== region.name) return;
    const sum = cluster.mix.reduce((total, { weight }) => total + weight, 0);
    for (let left = hostCount(cluster.hosts, vms); left > 0; left--) {
      let rest = draw(base, region.number * HOSTS_PER_REGION + typeOf.length) % sum;
      const chosen = cluster.mix.find(({ weight }) => (rest -= weight) < 0)!;
      typeOf.push(chosen.value);
      clusterOf.push(at);
    }
  });
  return { typeOf: Uint8Array.from(typeOf), clusterOf: Uint16Array.from(clusterOf) };
}

/** How many there are for so many VMs. */
export function hostCount(count: HostCount, vms: number): number {
  return count.kind === 'exactly' ? count.count : Math.max(count.atLeast, Math.ceil(vms / count.vms));
}

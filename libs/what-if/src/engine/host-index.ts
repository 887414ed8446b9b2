import { HOST, HOST_WORDS, NO_CELL } from './host-words.js';

/**
 * Finds the host that placement prefers among those with room, without looking at each: hosts are filed in cells by
 * (type, free amount of the first resource, free amount of the second), the cells that hold a host are marked in
 * bitmaps, and the hosts of a cell are a heap by number. Which resource comes first, and whether little or much of it
 * is better, is what tells the orders of placement apart.
 */

/** What a search asks of hosts; a mutable record so that it can be used again. Amounts are in the index's units. */
export interface HostDemand {
  /** Bit `t` is set: hosts of type `t` will do. */
  types: number;
  first: number;
  second: number;
  vfSlots: number;
  /** A host that will not do; -1 for none. */
  except: number;
}

export const NO_HOST = -1;

/** Of a cell: hosts by number as a heap. Hosts that have left stay in it until they come to the top or are many. */
interface Cell {
  readonly heap: number[];
  hosts: number;
}

export class HostIndex {
  readonly #firsts: number;
  readonly #seconds: number;
  readonly #firstWords: number;
  readonly #secondWords: number;
  /** Bits of first amounts at which a type has hosts. */
  readonly #byFirst: Int32Array;
  /** Bits of second amounts, by type and first amount. */
  readonly #bySecond: Int32Array;
  readonly #cells: (Cell | undefined)[];
  readonly #words: Int32Array;
  readonly #typeOf: Uint8Array;
  readonly #isSpreading: boolean;

  /**
   * `words`: of the hosts, by `HOST`, kept by the caller, who takes a host out, changes what it has free, and adds it
   * again. `most`: the largest amounts that a host may have free. `isSpreading`: much free is better than little.
   */
  constructor(
    words: Int32Array,
    typeOf: Uint8Array,
    types: number,
    most: { readonly first: number; readonly second: number },
    isSpreading: boolean,
  ) {
    this.#words = words;
    this.#typeOf = typeOf;
    this.#isSpreading = isSpreading;
    this.#firsts = most.first + 1;
    this.#seconds = most.second + 1;
    this.#firstWords = (this.#firsts + 31) >>> 5;
    this.#secondWords = (this.#seconds + 31) >>> 5;
    this.#byFirst = new Int32Array(types * this.#firstWords);
    this.#bySecond = new Int32Array(types * this.#firsts * this.#secondWords);
    this.#cells = new Array<Cell | undefined>(types * this.#firsts * this.#seconds).fill(undefined);
  }

  /** Files a host under what it has free now. */
  add(host: number): void {
    const word = host * HOST_WORDS;
    const type = this.#typeOf[host]!;
    const first = this.#words[word + HOST.first]!;
    const second = this.#words[word + HOST.second]!;
    const row = type * this.#firsts + first;
    const at = row * this.#seconds + second;
    const cell = (this.#cells[at] ??= { heap: [], hosts: 0 });
    if (cell.hosts++ === 0) {
      this.#bySecond[row * this.#secondWords + (second >>> 5)]! |= 1 << (second & 31);
      this.#byFirst[type * this.#firstWords + (first >>> 5)]! |= 1 << (first & 31);
    }
    if (cell.heap.length > MOST_STALE + 2 * cell.hosts) this.#tidy(cell, at, host);
    this.#words[word + HOST.cell] = at;
    pushHeap(cell.heap, host);
  }

  /** Takes a host out; what it has free must be as it was when it was added. */
  remove(host: number): void {
    const word = host * HOST_WORDS;
    const at = this.#words[word + HOST.cell]!;
    this.#words[word + HOST.cell] = NO_CELL;
    const cell = this.#cells[at]!;
    if (--cell.hosts > 0) return;
    cell.heap.length = 0;
    const type = this.#typeOf[host]!;
    const first = this.#words[word + HOST.first]!;
    const second = this.#words[word + HOST.second]!;
    const seconds = (type * this.#firsts + first) * this.#secondWords;
    this.#bySecond[seconds + (second >>> 5)]! &= ~(1 << (second & 31));
    for (let each = 0; each < this.#secondWords; each++) if (this.#bySecond[seconds + each] !== 0) return;
    this.#byFirst[type * this.#firstWords + (first >>> 5)]! &= ~(1 << (first & 31));
  }

  /** The preferred host, or `NO_HOST`. Between equal amounts the lowest number is preferred. */
  find(demand: HostDemand): number {
    return this.#isSpreading ? this.#findMost(demand) : this.#findLeast(demand);
  }

  #findLeast(demand: HostDemand): number {
    const from = demand.first >>> 5;
    for (let word = from; word < this.#firstWords; word++) {
      let bits = this.#anyFirst(demand.types, word);
      if (word === from) bits &= -1 << (demand.first & 31);
      while (bits !== 0) {
        const host = this.#bestOf((word << 5) + lowestBit(bits), demand);
        if (host !== NO_HOST) return host;
        bits &= bits - 1;
      }
    }
    return NO_HOST;
  }

  #findMost(demand: HostDemand): number {
    const from = demand.first >>> 5;
    for (let word = this.#firstWords - 1; word >= from; word--) {
      let bits = this.#anyFirst(demand.types, word);
      if (word === from) bits &= -1 << (demand.first & 31);
      while (bits !== 0) {
        const bit = highestBit(bits);
        const host = this.#bestOf((word << 5) + bit, demand);
        if (host !== NO_HOST) return host;
        bits &= ~(1 << bit);
      }
    }
    return NO_HOST;
  }

  #anyFirst(demanded: number, word: number): number {
    let bits = 0;
    for (let types = demanded; types !== 0; types &= types - 1) {
      bits |= this.#byFirst[lowestBit(types) * this.#firstWords + word]!;
    }
    return bits;
  }

  /** The preferred one of the hosts with this first amount free. */
  #bestOf(first: number, demand: HostDemand): number {
    const word = first >>> 5;
    const bit = 1 << (first & 31);
    let best = NO_HOST;
    let bestSecond = -1;
    for (let types = demand.types; types !== 0; types &= types - 1) {
      const type = lowestBit(types);
      if ((this.#byFirst[type * this.#firstWords + word]! & bit) === 0) continue;
      const row = type * this.#firsts + first;
      let second = this.#nextSecond(row, this.#isSpreading ? this.#seconds - 1 : demand.second, demand);
      while (second !== -1) {
        if (best !== NO_HOST && second !== bestSecond && this.#isSpreading !== second > bestSecond) break;
        const host = this.#lowestOf(row * this.#seconds + second, demand);
        if (host !== NO_HOST) {
          if (best === NO_HOST || second !== bestSecond || host < best) best = host;
          bestSecond = second;
          break;
        }
        second = this.#nextSecond(row, this.#isSpreading ? second - 1 : second + 1, demand);
      }
    }
    return best;
  }

  /** The second amount of hosts in the row that is to be looked at next, from this one on; -1 for none. */
  #nextSecond(row: number, from: number, demand: HostDemand): number {
    return this.#isSpreading ? this.#secondDown(row, from, demand.second) : this.#secondUp(row, from);
  }

  /** The least second amount, no less than `from`, at which the row has hosts; -1 for none. */
  #secondUp(row: number, from: number): number {
    if (from >= this.#seconds) return -1;
    const words = row * this.#secondWords;
    let word = from >>> 5;
    let bits = this.#bySecond[words + word]! & (-1 << (from & 31));
    while (bits === 0) {
      if (++word === this.#secondWords) return -1;
      bits = this.#bySecond[words + word]!;
    }
    return (word << 5) + lowestBit(bits);
  }

  /** The greatest second amount from `from` down to `to` at which the row has hosts; -1 for none. */
  #secondDown(row: number, from: number, to: number): number {
    if (from < to) return -1;
    const words = row * this.#secondWords;
    let word = from >>> 5;
    let bits = this.#bySecond[words + word]! & (-1 >>> (31 - (from & 31)));
    while (bits === 0) {
      if (--word < to >>> 5) return -1;
      bits = this.#bySecond[words + word]!;
    }
    const found = (word << 5) + highestBit(bits);
    return found < to ? -1 : found;
  }

  /** The lowest number in a cell that will do. */
  #lowestOf(at: number, demand: HostDemand): number {
    const { heap } = this.#cells[at]!;
    let top = heap[0]!;
    while (this.#words[top * HOST_WORDS + HOST.cell] !== at) {
      popHeap(heap);
      top = heap[0]!;
    }
    if (demand.vfSlots === 0 && top !== demand.except) return top;
    return this.#suits(top, at, demand) ? top : this.#lowestBelow(heap, 0, at, demand, NO_HOST);
  }

  /** Looks below a host that will not do. Hosts above `best` need no look, nor does what is below them. */
  #lowestBelow(heap: readonly number[], place: number, at: number, demand: HostDemand, best: number): number {
    let lowest = best;
    for (let child = 2 * place + 1; child <= 2 * place + 2 && child < heap.length; child++) {
      const host = heap[child]!;
      if (lowest !== NO_HOST && host > lowest) continue;
      lowest = this.#suits(host, at, demand) ? host : this.#lowestBelow(heap, child, at, demand, lowest);
    }
    return lowest;
  }

  #suits(host: number, at: number, demand: HostDemand): boolean {
    const word = host * HOST_WORDS;
    return (
      this.#words[word + HOST.cell] === at &&
      host !== demand.except &&
      this.#words[word + HOST.vfSlots]! >= demand.vfSlots
    );
  }

  /** Drops hosts that have left, or are there twice; `returning` is about to come. */
  #tidy({ heap }: Cell, at: number, returning: number): void {
    let kept = 0;
    for (const host of Int32Array.from(heap).sort()) {
      const isHere = host !== returning && this.#words[host * HOST_WORDS + HOST.cell] === at;
      if (isHere && (kept === 0 || heap[kept - 1] !== host)) heap[kept++] = host;
    }
    heap.length = kept;
  }
}

const MOST_STALE = 64;

function pushHeap(heap: number[], host: number): void {
  let place = heap.length;
  heap.push(host);
  while (place > 0) {
    const parent = (place - 1) >>> 1;
    const other = heap[parent]!;
    if (other <= host) break;
    heap[place] = other;
    place = parent;
  }
  heap[place] = host;
}

/** Drops the lowest number. */
function popHeap(heap: number[]): void {
  const host = heap.pop()!;
  const { length } = heap;
  if (length === 0) return;
  let place = 0;
  for (;;) {
    let child = 2 * place + 1;
    if (child >= length) break;
    if (child + 1 < length && heap[child + 1]! < heap[child]!) child++;
    const other = heap[child]!;
    if (other >= host) break;
    heap[place] = other;
    place = child;
  }
  heap[place] = host;
}

function lowestBit(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}

function highestBit(bits: number): number {
  return 31 - Math.clz32(bits);
}

import { CellHeaps } from './cell-heaps.js';
import { NO_HOST, type HostDemand } from './host-demand.js';
import { HOST, HOST_WORDS, NO_CELL } from './host-words.js';

/**
 * Finds the host that placement prefers among those with room, without looking at each: hosts are filed in cells by
 * (type, free amount of the first resource, free amount of the second). Cells with one first amount are a row, which
 * marks those of its cells that hold hosts, and its largest second amount is at hand, so that a search passes over rows
 * that cannot serve it at the price of one look. Which resource comes first, and whether little or much of it is better, is what tells the
 * orders of placement apart.
 */
export class HostIndex {
  readonly #firsts: number;
  readonly #seconds: number;
  /** One bit per second amount and row; words of a row. */
  readonly #rowWords: number;
  readonly #rows: Int32Array;
  /** The largest second amount of each row, or -1 without hosts: by first amount, then type; and of all types. */
  readonly #largest: Int32Array;
  readonly #largestOfAll: Int32Array;
  /** Types that have hosts, by first amount: one bit each. */
  readonly #typesAt: Int32Array;
  readonly #types: number;
  readonly #cells: CellHeaps;
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
    this.#types = types;
    this.#typesAt = new Int32Array(this.#firsts);
    this.#rowWords = (this.#seconds + 31) >>> 5;
    this.#rows = new Int32Array(types * this.#firsts * this.#rowWords);
    this.#largest = new Int32Array(this.#firsts * types).fill(-1);
    this.#largestOfAll = new Int32Array(this.#firsts).fill(-1);
    this.#cells = new CellHeaps(words, types * this.#firsts * this.#seconds);
  }

  /** Files a host under what it has free now. */
  add(host: number): void {
    const word = host * HOST_WORDS;
    const row = this.#typeOf[host]! * this.#firsts + this.#words[word + HOST.first]!;
    this.#enter(host, row * this.#seconds + this.#words[word + HOST.second]!);
  }

  /** Takes a host out. */
  remove(host: number): void {
    const word = host * HOST_WORDS + HOST.cell;
    const cell = this.#words[word]!;
    this.#words[word] = NO_CELL;
    if (this.#cells.remove(cell, host)) this.#clear(cell);
  }

  /** Files a host anew that has so much less free than before. */
  move(host: number, lessFirst: number, lessSecond: number): void {
    const word = host * HOST_WORDS + HOST.cell;
    const cell = this.#words[word]!;
    this.#words[word] = NO_CELL;
    if (this.#cells.remove(cell, host)) this.#clear(cell);
    this.#enter(host, cell - lessFirst * this.#seconds - lessSecond);
  }

  #enter(host: number, cell: number): void {
    this.#words[host * HOST_WORDS + HOST.cell] = cell;
    if (this.#cells.add(cell, host)) this.#mark(cell);
  }

  /** The cell has a host now. */
  #mark(cell: number): void {
    const row = Math.floor(cell / this.#seconds);
    const second = cell - row * this.#seconds;
    this.#rows[row * this.#rowWords + (second >>> 5)]! |= 1 << (second & 31);
    const type = Math.floor(row / this.#firsts);
    const first = row - type * this.#firsts;
    const at = first * this.#types + type;
    if (second <= this.#largest[at]!) return;
    this.#largest[at] = second;
    this.#typesAt[first]! |= 1 << type;
    if (second > this.#largestOfAll[first]!) this.#largestOfAll[first] = second;
  }

  /** The cell has no host any more. */
  #clear(cell: number): void {
    const row = Math.floor(cell / this.#seconds);
    const second = cell - row * this.#seconds;
    this.#rows[row * this.#rowWords + (second >>> 5)]! &= ~(1 << (second & 31));
    const type = Math.floor(row / this.#firsts);
    const first = row - type * this.#firsts;
    const at = first * this.#types;
    if (second !== this.#largest[at + type]) return;
    const next = this.#secondDown(row, second - 1);
    this.#largest[at + type] = next;
    if (next < 0) this.#typesAt[first]! &= ~(1 << type);
    if (second < this.#largestOfAll[first]!) return;
    let largest = -1;
    for (let each = at; each < at + this.#types; each++) {
      if (this.#largest[each]! > largest) largest = this.#largest[each]!;
    }
    this.#largestOfAll[first] = largest;
  }

  /** The preferred host, or `NO_HOST`. Between equal amounts the lowest number is preferred. */
  find(demand: HostDemand): number {
    const largest = this.#largestOfAll;
    const typesAt = this.#typesAt;
    const { second, types } = demand;
    if (this.#isSpreading) {
      for (let first = this.#firsts - 1; first >= demand.first; first--) {
        if (largest[first]! < second || (typesAt[first]! & types) === 0) continue;
        const host = this.#bestOf(first, demand);
        if (host !== NO_HOST) return host;
      }
      return NO_HOST;
    }
    for (let first = demand.first; first < this.#firsts; first++) {
      if (largest[first]! < second || (typesAt[first]! & types) === 0) continue;
      const host = this.#bestOf(first, demand);
      if (host !== NO_HOST) return host;
    }
    return NO_HOST;
  }

  /** The preferred one of the hosts with this first amount free. */
  #bestOf(first: number, demand: HostDemand): number {
    let best = NO_HOST;
    let bestSecond = -1;
    for (let types = demand.types & this.#typesAt[first]!; types !== 0; types &= types - 1) {
      const type = lowestBit(types);
      const largest = this.#largest[first * this.#types + type]!;
      if (largest < demand.second) continue;
      const row = type * this.#firsts + first;
      let second = this.#isSpreading ? largest : this.#secondUp(row, demand.second);
      while (second >= demand.second) {
        if (best !== NO_HOST && second !== bestSecond && this.#isSpreading !== second > bestSecond) break;
        const host = this.#cells.lowestOf(row * this.#seconds + second, demand);
        if (host !== NO_HOST) {
          if (best === NO_HOST || second !== bestSecond || host < best) best = host;
          bestSecond = second;
          break;
        }
        second = this.#isSpreading ? this.#secondDown(row, second - 1) : this.#secondUp(row, second + 1);
      }
    }
    return best;
  }

  /** The least second amount, no less than `from`, at which the row has hosts; -1 for none. */
  #secondUp(row: number, from: number): number {
    if (from >= this.#seconds) return -1;
    const at = row * this.#rowWords;
    let word = from >>> 5;
    let bits = this.#rows[at + word]! & (-1 << (from & 31));
    while (bits === 0) {
      if (++word === this.#rowWords) return -1;
      bits = this.#rows[at + word]!;
    }
    return (word << 5) + lowestBit(bits);
  }

  /** The greatest second amount, no more than `from`, at which the row has hosts; -1 for none. */
  #secondDown(row: number, from: number): number {
    if (from < 0) return -1;
    const at = row * this.#rowWords;
    let word = from >>> 5;
    let bits = this.#rows[at + word]! & (-1 >>> (31 - (from & 31)));
    while (bits === 0) {
      if (--word < 0) return -1;
      bits = this.#rows[at + word]!;
    }
    return (word << 5) + 31 - Math.clz32(bits);
  }
}

function lowestBit(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}

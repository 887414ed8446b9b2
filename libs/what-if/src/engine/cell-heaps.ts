import { NO_HOST, type HostDemand } from './host-demand.js';
import { HOST, HOST_WORDS } from './host-words.js';

/** Words of a cell. */
const CELL_WORDS = 4;
const CELL = {
  hosts: 0,
  /** The lowest number in the cell; `UNKNOWN` after it has left. Of a cell without hosts anything. */
  lowest: 1,
  /** Entries of the heap. */
  size: 2,
} as const;
const UNKNOWN = -2;

/** So many entries of hosts that have left may lie in a heap before it is tidied. */
const MOST_STALE = 256;

/**
 * Which hosts are in which cell, and which has the lowest number. The lowest one is at hand, the others are in a heap
 * from which those that leave are not taken at once: an entry counts as long as the host's own word names the cell.
 */
export class CellHeaps {
  readonly #cells: Int32Array;
  readonly #heaps: (number[] | undefined)[];
  /** Turn of tidying in which a host was last seen. */
  readonly #seenIn: Int32Array;
  #turns = 0;

  /** `words`: of the hosts, by `HOST`. */
  constructor(
    readonly words: Int32Array,
    cells: number,
  ) {
    this.#cells = new Int32Array(cells * CELL_WORDS);
    this.#heaps = Array.from({ length: cells });
    this.#seenIn = new Int32Array(words.length / HOST_WORDS);
  }

  /** Adds a host, whose word names the cell already; whether it is the only one now. */
  add(cell: number, host: number): boolean {
    const cells = this.#cells;
    const at = cell * CELL_WORDS;
    if (cells[at + CELL.hosts]!++ === 0) {
      cells[at + CELL.lowest] = host;
      cells[at + CELL.size] = 0;
      return true;
    }
    const lowest = cells[at + CELL.lowest]!;
    if (lowest === UNKNOWN || host > lowest) {
      this.#push(cell, host);
    } else {
      cells[at + CELL.lowest] = host;
      this.#push(cell, lowest);
    }
    return false;
  }

  /** Takes a host out, whose word no longer names the cell; whether it was the only one. */
  remove(cell: number, host: number): boolean {
    const at = cell * CELL_WORDS;
    if (--this.#cells[at + CELL.hosts]! === 0) return true;
    if (this.#cells[at + CELL.lowest] === host) this.#cells[at + CELL.lowest] = UNKNOWN;
    return false;
  }

  /** The lowest number among the hosts of a cell that is not empty that will do; `NO_HOST` for none. */
  lowestOf(cell: number, demand: HostDemand): number {
    const at = cell * CELL_WORDS;
    let lowest = this.#cells[at + CELL.lowest]!;
    if (lowest === UNKNOWN) {
      lowest = this.#popPresent(cell);
      this.#cells[at + CELL.lowest] = lowest;
    }
    if (demand.vfSlots === 0 && demand.except === NO_HOST) return lowest;
    if (this.#suits(lowest, cell, demand)) return lowest;
    return this.#cells[at + CELL.hosts] === 1 ? NO_HOST : this.#lowestBelow(cell, 0, demand, NO_HOST);
  }

  /** The lowest one in the heap from this place on that will do. What lies below a host has a higher number. */
  #lowestBelow(cell: number, place: number, demand: HostDemand, best: number): number {
    if (place >= this.#cells[cell * CELL_WORDS + CELL.size]!) return best;
    const host = this.#heaps[cell]![place]!;
    if (best !== NO_HOST && host > best) return best;
    if (this.#suits(host, cell, demand)) return host;
    const left = this.#lowestBelow(cell, 2 * place + 1, demand, best);
    return this.#lowestBelow(cell, 2 * place + 2, demand, left);
  }

  #suits(host: number, cell: number, demand: HostDemand): boolean {
    const word = host * HOST_WORDS;
    return (
      this.words[word + HOST.cell] === cell &&
      host !== demand.except &&
      this.words[word + HOST.vfSlots]! >= demand.vfSlots
    );
  }

  #push(cell: number, host: number): void {
    const at = cell * CELL_WORDS;
    const heap = (this.#heaps[cell] ??= []);
    if (this.#cells[at + CELL.size]! > MOST_STALE + 2 * this.#cells[at + CELL.hosts]!) this.#tidy(cell, heap);
    let place = this.#cells[at + CELL.size]!++;
    // Heaps grow and do not shrink, so that their memory is used again.
    if (place === heap.length) heap.push(host);
    while (place > 0) {
      const parent = (place - 1) >>> 1;
      const other = heap[parent]!;
      if (other <= host) break;
      heap[place] = other;
      place = parent;
    }
    heap[place] = host;
  }

  /** Takes the lowest host out of the heap that is still in the cell. */
  #popPresent(cell: number): number {
    const heap = this.#heaps[cell]!;
    for (;;) {
      const top = heap[0]!;
      this.#pop(cell, heap);
      if (this.words[top * HOST_WORDS + HOST.cell] === cell) return top;
    }
  }

  #pop(cell: number, heap: number[]): void {
    const size = --this.#cells[cell * CELL_WORDS + CELL.size]!;
    if (size > 0) sink(heap, 0, size, heap[size]!);
  }

  /** Drops entries of hosts that have left, or are there twice, and makes a heap of the rest. */
  #tidy(cell: number, heap: number[]): void {
    const at = cell * CELL_WORDS;
    const lowest = this.#cells[at + CELL.lowest]!;
    const size = this.#cells[at + CELL.size]!;
    const seen = this.#seenIn;
    const turn = ++this.#turns;
    let kept = 0;
    for (let place = 0; place < size; place++) {
      const host = heap[place]!;
      const isHere = host !== lowest && this.words[host * HOST_WORDS + HOST.cell] === cell;
      if (!isHere || seen[host] === turn) continue;
      seen[host] = turn;
      heap[kept++] = host;
    }
    this.#cells[at + CELL.size] = kept;
    for (let place = (kept >>> 1) - 1; place >= 0; place--) sink(heap, place, kept, heap[place]!);
  }
}

/** Puts a host into its place at or below this one of a heap of this size. */
function sink(heap: number[], from: number, size: number, host: number): void {
  let place = from;
  for (;;) {
    let child = 2 * place + 1;
    if (child >= size) break;
    if (child + 1 < size && heap[child + 1]! < heap[child]!) child++;
    const other = heap[child]!;
    if (other >= host) break;
    heap[place] = other;
    place = child;
  }
  heap[place] = host;
}

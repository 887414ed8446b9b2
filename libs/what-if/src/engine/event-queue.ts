/**
 * The pending events of a run, taken in the order of (time, kind, VM number). A calendar queue: events wait unsorted
 * in buckets of about a second and are sorted when their bucket's time has come.
 *
 * An event is 8 bytes: the VM number below, and above it time within the bucket and kind. Seen as a double, the
 * same 8 bytes order as the event does (the upper half begins with the exponent of 2.0), so that sorting needs no
 * look at the halves.
 */
export class EventQueue {
  /** Of the event taken last. Unit of `at`: ms. */
  at = 0;
  kind = 0;
  vm = 0;

  /** Of each bucket its head chunk, and how many events that holds; further chunks are full. */
  #buckets: Int32Array;
  #next: Int32Array;
  #keys: Float64Array;
  #halves: Uint32Array;
  #freeChunk = NONE;
  #usedChunks = 0;

  /** The open bucket, sorted. */
  #open = -1;
  #openKeys = new Float64Array(1024);
  #openHalves = new Uint32Array(this.#openKeys.buffer);
  #openCount = 0;
  #position = 0;
  /** Half way through sorting. */
  #spareKeys = new Float64Array(1024);
  #spareHalves = new Uint32Array(this.#spareKeys.buffer);
  readonly #places = new Int32Array(DIGIT_MASK + 2);

  /** `expected`: how many events may be pending at a time; more is possible, at the price of moving them. */
  constructor(expected: number, horizonMs: number) {
    const buckets = Math.ceil(horizonMs / BUCKET_MS) + 4096;
    this.#buckets = new Int32Array(buckets * 2).fill(NONE);
    const chunks = Math.ceil(expected / CHUNK) + 256;
    this.#next = new Int32Array(chunks);
    this.#keys = new Float64Array(chunks * CHUNK);
    this.#halves = new Uint32Array(this.#keys.buffer);
  }

  /** Adds an event at `at` ms, which must not lie before the event taken last. */
  push(at: number, kind: number, vm: number): void {
    const bucket = at >>> BUCKET_BITS;
    const upper = EXPONENT | ((at & (BUCKET_MS - 1)) << KIND_BITS) | kind;
    if (bucket <= this.#open) {
      this.#insert(upper, vm);
      return;
    }
    if (bucket * 2 >= this.#buckets.length) this.#growBuckets(bucket);
    let chunk = this.#buckets[bucket * 2]!;
    let fill = this.#buckets[bucket * 2 + 1]!;
    if (chunk === NONE || fill === CHUNK) {
      chunk = this.#claimChunk(chunk);
      this.#buckets[bucket * 2] = chunk;
      fill = 0;
    }
    const place = (chunk * CHUNK + fill) * 2;
    this.#halves[place] = vm;
    this.#halves[place + 1] = upper;
    this.#buckets[bucket * 2 + 1] = fill + 1;
  }

  /** Takes the next event into `at`, `kind` and `vm`; false when none is left. */
  take(): boolean {
    if (this.#position === this.#openCount && !this.#openNext()) return false;
    const place = this.#position++ * 2;
    const upper = this.#openHalves[place + 1]! & ~EXPONENT;
    this.vm = this.#openHalves[place]!;
    this.kind = upper & KIND_MASK;
    this.at = this.#open * BUCKET_MS + (upper >>> KIND_BITS);
    return true;
  }

  /** The VMs of the events that come next, as many as are in order and fit; how many, 0 when no event is left. */
  upcoming(into: Int32Array): number {
    if (this.#position === this.#openCount && !this.#openNext()) return 0;
    const halves = this.#openHalves;
    const from = this.#position;
    const count = Math.min(into.length, this.#openCount - from);
    for (let at = 0; at < count; at++) into[at] = halves[(from + at) * 2]!;
    return count;
  }

  #openNext(): boolean {
    let bucket = this.#open + 1;
    const buckets = this.#buckets.length / 2;
    while (bucket < buckets && this.#buckets[bucket * 2] === NONE) bucket++;
    if (bucket >= buckets) return false;
    this.#open = bucket;
    this.#collect(bucket);
    this.#sort();
    this.#position = 0;
    return true;
  }

  /** Moves the events of a bucket together and gives its chunks back. */
  #collect(bucket: number): void {
    let chunk = this.#buckets[bucket * 2]!;
    let fill = this.#buckets[bucket * 2 + 1]!;
    let count = 0;
    while (chunk !== NONE) {
      if (count + fill > this.#openKeys.length) this.#growOpen();
      const into = this.#openKeys;
      const keys = this.#keys;
      const from = chunk * CHUNK;
      for (let at = 0; at < fill; at++) into[count++] = keys[from + at]!;
      const next = this.#next[chunk]!;
      this.#next[chunk] = this.#freeChunk;
      this.#freeChunk = chunk;
      chunk = next;
      fill = CHUNK;
    }
    this.#buckets[bucket * 2] = NONE;
    this.#openCount = count;
  }

  /** Sorts the open bucket: by the millisecond digit by digit, then what falls to the same one by kind and VM. */
  #sort(): void {
    const count = this.#openCount;
    const keys = this.#openKeys;
    if (count <= FEW) {
      sortFew(keys, 0, count);
      return;
    }
    this.#sortByDigit(keys, this.#openHalves, this.#spareKeys, count, 0);
    this.#sortByDigit(this.#spareKeys, this.#spareHalves, keys, count, DIGIT_BITS);
    let from = 0;
    while (from < count) {
      const ms = this.#msOf(from);
      let to = from + 1;
      while (to < count && this.#msOf(to) === ms) to++;
      if (to - from > FEW) keys.subarray(from, to).sort();
      else if (to - from > 1) sortFew(keys, from, to);
      from = to;
    }
  }

  /** Copies keys in the order of one digit of their millisecond; equal ones stay in their order. */
  #sortByDigit(
    keys: Float64Array,
    halves: Uint32Array,
    into: Float64Array,
    count: number,
    shift: number,
  ): void {
    const places = this.#places.fill(0);
    const by = KIND_BITS + shift;
    for (let at = 0; at < count; at++) places[((halves[at * 2 + 1]! >>> by) & DIGIT_MASK) + 1]!++;
    for (let digit = 1; digit <= DIGIT_MASK; digit++) places[digit]! += places[digit - 1]!;
    for (let at = 0; at < count; at++) into[places[(halves[at * 2 + 1]! >>> by) & DIGIT_MASK]!++] = keys[at]!;
  }

  #msOf(position: number): number {
    return (this.#openHalves[position * 2 + 1]! & ~EXPONENT) >>> KIND_BITS;
  }

  /** An event that is due within the open bucket. */
  #insert(upper: number, vm: number): void {
    if (this.#openCount === this.#openKeys.length) this.#growOpen();
    let place = this.#openCount++;
    this.#openHalves[place * 2] = vm;
    this.#openHalves[place * 2 + 1] = upper;
    const key = this.#openKeys[place]!;
    while (place > this.#position && this.#openKeys[place - 1]! > key) {
      this.#openKeys[place] = this.#openKeys[place - 1]!;
      place--;
    }
    this.#openKeys[place] = key;
  }

  #claimChunk(next: number): number {
    let chunk = this.#freeChunk;
    if (chunk === NONE) {
      if (this.#usedChunks === this.#next.length) this.#growChunks();
      chunk = this.#usedChunks++;
    } else {
      this.#freeChunk = this.#next[chunk]!;
    }
    this.#next[chunk] = next;
    return chunk;
  }

  #growChunks(): void {
    const chunks = Math.ceil(this.#next.length * 1.5);
    const next = new Int32Array(chunks);
    next.set(this.#next);
    const keys = new Float64Array(chunks * CHUNK);
    keys.set(this.#keys);
    this.#next = next;
    this.#keys = keys;
    this.#halves = new Uint32Array(keys.buffer);
  }

  #growBuckets(bucket: number): void {
    const buckets = new Int32Array((bucket + 4096) * 2).fill(NONE);
    buckets.set(this.#buckets);
    this.#buckets = buckets;
  }

  #growOpen(): void {
    const open = new Float64Array(this.#openKeys.length * 2);
    open.set(this.#openKeys);
    this.#openKeys = open;
    this.#openHalves = new Uint32Array(open.buffer);
    this.#spareKeys = new Float64Array(open.length);
    this.#spareHalves = new Uint32Array(this.#spareKeys.buffer);
  }
}

const NONE = -1;
const KIND_BITS = 3;
const KIND_MASK = (1 << KIND_BITS) - 1;
/** A bucket's width is a power of two for quick division; about as many events fall to it as fit in the cache. */
const BUCKET_BITS = 10;
const BUCKET_MS = 1 << BUCKET_BITS;
/** Upper half of 2.0: keys are ordinary numbers, never denormal ones, which are slow to compare. */
const EXPONENT = 0x40000000;
/** Events of one chunk: 256 bytes. */
const CHUNK = 32;
const FEW = 24;
/** A millisecond of a bucket has two digits. */
const DIGIT_BITS = BUCKET_BITS / 2;
const DIGIT_MASK = (1 << DIGIT_BITS) - 1;

/** Sorts by insertion. */
function sortFew(keys: Float64Array, from: number, to: number): void {
  for (let at = from + 1; at < to; at++) {
    const key = keys[at]!;
    let place = at;
    while (place > from && keys[place - 1]! > key) {
      keys[place] = keys[place - 1]!;
      place--;
    }
    keys[place] = key;
  }
}

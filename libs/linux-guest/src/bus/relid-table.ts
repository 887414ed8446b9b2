import type { BusChannel } from './bus-channel.js';

/**
 * The array of channels by relid (R8), kept as the few places of it that have ever been used, ascending. A channel may
 * stand in it more than once, or after it is gone (R50).
 */
export class RelidTable {
  readonly #relids: number[] = [];
  /** By place; a place that is cleared stays, for most relids come back. */
  readonly #channels: (BusChannel | undefined)[] = [];

  get(relid: number): BusChannel | undefined {
    const at = this.#placeOf(relid);
    return this.#relids[at] === relid ? this.#channels[at] : undefined;
  }

  set(relid: number, channel: BusChannel): void {
    const at = this.#placeOf(relid);
    if (this.#relids[at] !== relid) this.#makePlace(at, relid);
    this.#channels[at] = channel;
  }

  clear(relid: number): void {
    const at = this.#placeOf(relid);
    if (this.#relids[at] === relid) this.#channels[at] = undefined;
  }

  /** The same relids, with the twins of their channels. */
  copy(twinOf: (channel: BusChannel) => BusChannel): RelidTable {
    const table = new RelidTable();
    for (let at = 0; at < this.#relids.length; at++) {
      const channel = this.#channels[at];
      if (channel === undefined) continue;
      table.#relids.push(this.#relids[at]!);
      table.#channels.push(twinOf(channel));
    }
    return table;
  }

  /** Relids with the numbers of their channels, ascending. */
  rows(): [relid: number, channel: number][] {
    const rows: [number, number][] = [];
    for (let at = 0; at < this.#relids.length; at++) {
      const channel = this.#channels[at];
      if (channel !== undefined) rows.push([this.#relids[at]!, channel.number]);
    }
    return rows;
  }

  #makePlace(place: number, relid: number): void {
    for (let at = this.#relids.length; at > place; at--) {
      this.#relids[at] = this.#relids[at - 1]!;
      this.#channels[at] = this.#channels[at - 1];
    }
    this.#relids[place] = relid;
  }

  /** Where a relid stands, or would stand. */
  #placeOf(relid: number): number {
    const relids = this.#relids;
    let low = 0;
    let high = relids.length;
    // Hosts count upwards: most relids that are not there yet come after the last one.
    if (high === 0 || relids[high - 1]! < relid) return high;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (relids[middle]! < relid) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

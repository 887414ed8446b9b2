const FIRST_SLOTS = 64;

/** Distinct byte strings, numbered from 0 in the order in which they come: found without making a string of them. */
export class ByteDictionary {
  #slots = new Int32Array(FIRST_SLOTS).fill(-1);
  #bytes = new Uint8Array(1024);
  #ends: number[] = [];
  #hashes: number[] = [];
  #last = -1;

  get size(): number {
    return this.#ends.length;
  }

  /** The number of `bytes[start...end)`, which is `size` as it was before if it is new. */
  codeOf(bytes: Uint8Array, start: number, end: number): number {
    if (this.#last >= 0 && this.#holds(this.#last, bytes, start, end)) return this.#last;
    const hash = hashOf(bytes, start, end);
    let slot = hash & (this.#slots.length - 1);
    for (let code = this.#slots[slot]!; code >= 0; code = this.#slots[slot]!) {
      if (this.#hashes[code] === hash && this.#holds(code, bytes, start, end)) {
        this.#last = code;
        return code;
      }
      slot = (slot + 1) & (this.#slots.length - 1);
    }
    const code = this.size;
    this.#slots[slot] = code;
    this.#hashes.push(hash);
    this.#append(bytes.subarray(start, end));
    if (this.size * 2 > this.#slots.length) this.#grow();
    this.#last = code;
    return code;
  }

  bytesOf(code: number): Uint8Array {
    return this.#bytes.subarray(this.#startOf(code), this.#ends[code]);
  }

  #startOf(code: number): number {
    return code === 0 ? 0 : this.#ends[code - 1]!;
  }

  #holds(code: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = this.#startOf(code);
    if (this.#ends[code]! - from !== end - start) return false;
    for (let at = start, own = from; at < end; at++, own++) if (bytes[at] !== this.#bytes[own]) return false;
    return true;
  }

  #append(bytes: Uint8Array): void {
    const start = this.#ends.at(-1) ?? 0;
    const end = start + bytes.length;
    if (end > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(end, this.#bytes.length * 2));
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes.set(bytes, start);
    this.#ends.push(end);
  }

  #grow(): void {
    const slots = new Int32Array(this.#slots.length * 4).fill(-1);
    for (const [code, hash] of this.#hashes.entries()) {
      let slot = hash & (slots.length - 1);
      while (slots[slot]! >= 0) slot = (slot + 1) & (slots.length - 1);
      slots[slot] = code;
    }
    this.#slots = slots;
  }
}

/** FNV-1a, with its bits stirred once more: slots are taken by the lowest. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) | 0;
}

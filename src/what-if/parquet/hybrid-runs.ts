/** Values that a run repeats at least, to be written as a run: a group of bit-packed values has as many. */
const GROUP = 8;

/** Most bytes that `encodeHybridRuns` may write for so many values of so many bits. */
export function hybridRunBytes(count: number, bits: number): number {
  return (Math.ceil(count / GROUP) + 1) * (bits + 9);
}

/**
 * Writes values in Parquet's hybrid of run lengths and bit packing (the format's "RLE" encoding, without a length in
 * front): runs of eight and more as runs, all others packed in groups of eight. Returns the bytes written.
 */
export function encodeHybridRuns(values: Uint32Array, count: number, bits: number, into: Uint8Array): number {
  let at = 0;
  for (let from = 0; from < count;) {
    const run = runAt(values, from, count);
    if (run >= GROUP) {
      at = writeVarint(into, at, run * 2);
      for (let shift = 0; shift < bits; shift += 8) into[at++] = values[from]! >>> shift;
      from += run;
      continue;
    }
    let groups = 1;
    while (from + groups * GROUP < count && !isGroupOfOne(values, from + groups * GROUP, count)) groups++;
    at = writeVarint(into, at, groups * 2 + 1);
    at = pack(values, from, { groups, count, bits }, into, at);
    from += groups * GROUP;
  }
  return at;
}

function runAt(values: Uint32Array, from: number, count: number): number {
  let end = from + 1;
  while (end < count && values[end] === values[from]) end++;
  return end - from;
}

function isGroupOfOne(values: Uint32Array, from: number, count: number): boolean {
  if (from + GROUP > count) return false;
  for (let at = from + 1; at < from + GROUP; at++) if (values[at] !== values[from]) return false;
  return true;
}

function pack(
  values: Uint32Array,
  from: number,
  { groups, count, bits }: { readonly groups: number; readonly count: number; readonly bits: number },
  into: Uint8Array,
  start: number,
): number {
  let at = start;
  let held = 0;
  let heldBits = 0;
  const end = from + groups * GROUP;
  for (let index = from; index < end; index++) {
    held |= (index < count ? values[index]! : 0) << heldBits;
    heldBits += bits;
    while (heldBits >= 8) {
      into[at++] = held;
      held >>>= 8;
      heldBits -= 8;
    }
  }
  return at;
}

function writeVarint(into: Uint8Array, start: number, value: number): number {
  let at = start;
  let rest = value;
  while (rest > 0x7f) {
    into[at++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  into[at++] = rest;
  return at;
}

/**
 * Reads values of the same encoding into `values[from...from + count)`. Returns the offset behind what was read.
 * Throws `RangeError` where the bytes end too early, and `Error` for more than 24 bits.
 */
export function decodeHybridRuns(
  bytes: Uint8Array,
  offset: number,
  bits: number,
  values: Uint32Array | Uint8Array,
  from: number,
  count: number,
): number {
  if (bits > 24) throw new Error(`values of ${bits} bits are too wide`);
  let at = offset;
  const end = from + count;
  for (let index = from; index < end;) {
    let header = 0;
    let shift = 0;
    let byte: number;
    do {
      if (at >= bytes.length || shift > 28) throw new RangeError('encoded values end too early');
      byte = bytes[at++]!;
      header |= (byte & 0x7f) << shift;
      shift += 7;
    } while (byte > 0x7f);
    const length = header >>> 1;
    if (length === 0) throw new RangeError('a run without values');
    if ((header & 1) === 0) {
      let value = 0;
      if (at + Math.ceil(bits / 8) > bytes.length) throw new RangeError('encoded values end too early');
      for (let place = 0; place < bits; place += 8) value |= bytes[at++]! << place;
      const stop = Math.min(end, index + length);
      values.fill(value, index, stop);
      index = stop;
    } else {
      const stop = Math.min(end, index + length * GROUP);
      unpack(bytes, at, bits, values, index, stop);
      at += length * bits;
      index = stop;
    }
  }
  return at;
}

function unpack(
  bytes: Uint8Array,
  offset: number,
  bits: number,
  values: Uint32Array | Uint8Array,
  from: number,
  stop: number,
): void {
  const needed = offset + Math.ceil(((stop - from) * bits) / 8);
  if (needed > bytes.length) throw new RangeError('encoded values end too early');
  const mask = (1 << bits) - 1;
  let at = offset;
  let held = 0;
  let heldBits = 0;
  for (let index = from; index < stop; index++) {
    while (heldBits < bits) {
      held |= bytes[at++]! << heldBits;
      heldBits += 8;
    }
    values[index] = held & mask;
    held >>>= bits;
    heldBits -= bits;
  }
}

import { utf8Bytes } from './utf8.js';

/** Name space of the GUIDs that `guid` makes. Source: "Bicep functions - string", section guid. */
const NAMESPACE = '11fb06fb712d4ddd98c7e71bbd588830';

/** The GUID of texts, which are joined by hyphens: a name-based UUID of version 5 (RFC 9562). */
export function namedGuid(texts: readonly string[]): string {
  const namespace = NAMESPACE.match(/../g)?.map((pair) => Number.parseInt(pair, 16)) ?? [];
  const digest = sha1([...namespace, ...utf8Bytes(texts.join('-'))]).slice(0, 16);
  const versioned = digest.map((byte, index) => {
    if (index === 6) return (byte & 0x0f) | 0x50;
    return index === 8 ? (byte & 0x3f) | 0x80 : byte;
  });
  const hex = versioned.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

const BLOCK_BYTES = 64;

/** Source: FIPS 180-4. It names things here and protects nothing. */
function sha1(message: readonly number[]): readonly number[] {
  const padded = [...message, 0x80];
  while (padded.length % BLOCK_BYTES !== BLOCK_BYTES - 8) padded.push(0);
  const bits = message.length * 8;
  for (const part of [Math.floor(bits / 2 ** 32), bits]) padded.push(...wordBytes(part));
  let state: readonly number[] = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
  for (let at = 0; at < padded.length; at += BLOCK_BYTES) state = mixed(state, schedule(padded, at));
  return state.flatMap(wordBytes);
}

function schedule(bytes: readonly number[], at: number): readonly number[] {
  const words: number[] = [];
  for (let index = 0; index < 16; index++) {
    const byte = (offset: number) => bytes[at + 4 * index + offset] ?? 0;
    words.push((byte(0) << 24) | (byte(1) << 16) | (byte(2) << 8) | byte(3));
  }
  for (let index = 16; index < 80; index++) {
    const word = (back: number) => words[index - back] ?? 0;
    words.push(rotated(word(3) ^ word(8) ^ word(14) ^ word(16), 1));
  }
  return words;
}

function mixed(state: readonly number[], words: readonly number[]): readonly number[] {
  let [a = 0, b = 0, c = 0, d = 0, e = 0] = state;
  for (const [index, word] of words.entries()) {
    const [choice, constant] = round(index, b, c, d);
    const next = (rotated(a, 5) + choice + e + constant + word) | 0;
    [a, b, c, d, e] = [next, a, rotated(b, 30), c, d];
  }
  return [a, b, c, d, e].map((value, index) => (value + (state[index] ?? 0)) | 0);
}

function round(index: number, b: number, c: number, d: number): readonly [choice: number, constant: number] {
  if (index < 20) return [(b & c) | (~b & d), 0x5a827999];
  if (index < 40) return [b ^ c ^ d, 0x6ed9eba1];
  if (index < 60) return [(b & c) | (b & d) | (c & d), 0x8f1bbcdc];
  return [b ^ c ^ d, 0xca62c1d6];
}

function rotated(bits: number, by: number): number {
  return (bits << by) | (bits >>> (32 - by));
}

function wordBytes(word: number): readonly number[] {
  return [(word >>> 24) & 0xff, (word >>> 16) & 0xff, (word >>> 8) & 0xff, word & 0xff];
}

import { utf8Bytes } from './utf8.js';

/**
 * The 64-bit hash behind `uniqueString` and template hashes (ASSUME-34): two lanes of 32 bits, mixed as in the
 * 128-bit MurmurHash3 for 32-bit machines. Source: the hash that the deployment engine's published packages use.
 */
export function murmur64(text: string): bigint {
  const bytes = utf8Bytes(text);
  let h1 = 0;
  let h2 = 0;
  let at = 0;
  for (; at + 8 <= bytes.length; at += 8) {
    h1 = rotated(h1 ^ lane1(word(bytes, at, 4)), 19);
    h1 = (Math.imul(h1 + h2, 5) + 0x561ccd1b) | 0;
    h2 = rotated(h2 ^ lane2(word(bytes, at + 4, 4)), 13);
    h2 = (Math.imul(h2 + h1, 5) + 0x0bcaa747) | 0;
  }
  const rest = bytes.length - at;
  if (rest > 0) h1 ^= lane1(word(bytes, at, Math.min(rest, 4)));
  if (rest > 4) h2 ^= lane2(word(bytes, at + 4, rest - 4));
  h1 ^= bytes.length;
  h2 ^= bytes.length;
  h1 = (h1 + h2) | 0;
  h2 = (h2 + h1) | 0;
  h1 = scattered(h1);
  h2 = scattered(h2);
  h1 = (h1 + h2) | 0;
  h2 = (h2 + h1) | 0;
  return (BigInt(h2 >>> 0) << 32n) | BigInt(h1 >>> 0);
}

const C1 = 0x239b961b;
const C2 = 0xab0e9789;

function lane1(bits: number): number {
  return Math.imul(rotated(Math.imul(bits, C1), 15), C2);
}

function lane2(bits: number): number {
  return Math.imul(rotated(Math.imul(bits, C2), 17), C1);
}

function scattered(bits: number): number {
  let mixed = bits ^ (bits >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

function rotated(bits: number, by: number): number {
  return (bits << by) | (bits >>> (32 - by));
}

/** Up to four bytes, the first one lowest. */
function word(bytes: readonly number[], at: number, length: number): number {
  let bits = 0;
  for (let index = 0; index < length; index++) bits |= (bytes[at + index] ?? 0) << (8 * index);
  return bits;
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const LENGTH = 13;

/** Thirteen characters for texts, which are joined by hyphens. */
export function uniqueString(texts: readonly string[]): string {
  let bits = murmur64(texts.join('-'));
  let text = '';
  for (let index = 0; index < LENGTH; index++) {
    text += ALPHABET[Number(bits >> 59n)];
    bits = BigInt.asUintN(64, bits << 5n);
  }
  return text;
}

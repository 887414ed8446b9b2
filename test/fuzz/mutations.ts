import type { Random } from '#libs/determinism';
import { oneOf } from './one-of.js';

/** What nobody should send, by kind of value. */
const NASTY: readonly unknown[] = [
  null,
  '',
  ' ',
  '\u0000',
  '\ud800',
  '../../etc/passwd',
  "'; drop table virtual_machine; --",
  '__proto__',
  'ﬃ\u202e\u0301',
  'x'.repeat(5_000),
  -1,
  0,
  1e308,
  -1e-308,
  2 ** 53,
  3.14,
  true,
  [],
  {},
  [[[[[]]]]],
  { a: { b: { c: { d: {} } } } },
  Array.from({ length: 300 }, (_, at) => at),
];

/** One of them, for the caller alone: mutations go on inside of it. */
function nasty(random: Random): unknown {
  return structuredClone(oneOf(random, NASTY));
}

/** A copy of a body with one or a few things wrong with it. */
export function mutated(body: unknown, random: Random): unknown {
  const copy = structuredClone(body);
  let result = copy;
  for (let left = 1 + random.below(3); left > 0; left--) result = mutatedOnce(result, random);
  return result;
}

function mutatedOnce(body: unknown, random: Random): unknown {
  const places = placesIn(body);
  if (places.length === 0 || random.below(30) === 0) return nasty(random);
  const { owner, key } = oneOf(random, places);
  switch (random.below(4)) {
    case 0:
      delete owner[key];
      break;
    case 1:
      owner[`${key}${oneOf(random, ['', 'x', '.', '\u0000'])}`] = nasty(random);
      break;
    case 2:
      Object.defineProperty(owner, oneOf(random, ['__proto__', 'constructor', 'extra']), {
        value: nasty(random),
        enumerable: true,
        configurable: true,
        writable: true,
      });
      break;
    default:
      owner[key] = nasty(random);
  }
  return body;
}

interface Place {
  readonly owner: Record<string, unknown>;
  readonly key: string;
}

function placesIn(value: unknown): readonly Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const owner = value as Record<string, unknown>;
  return Object.keys(owner).flatMap((key) => [{ owner, key }, ...placesIn(owner[key])]);
}

/** Text of a body with a few bytes changed: mostly no JSON any more. */
export function garbled(text: string, random: Random): Buffer {
  const bytes = Buffer.from(text);
  for (let left = 1 + random.below(4); left > 0 && bytes.length > 0; left--) {
    bytes[random.below(bytes.length)] = random.below(256);
  }
  return bytes;
}

/** Segments of a path that are no names. */
export const NASTY_SEGMENTS: readonly string[] = [
  '%00',
  '%2e%2e',
  '..',
  '%2F',
  '%',
  '%zz',
  '%C3%28',
  'x'.repeat(300),
  '%20',
  "'",
  '%27%20or%201=1',
  '*',
  '{vm}',
  '%F0%9F%92%A4',
];

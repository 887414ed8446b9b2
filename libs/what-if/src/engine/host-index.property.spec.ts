import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aDemand } from '../testing/a-scenario.js';
import { Drawn } from '../testing/drawn.js';
import { HostIndex } from './host-index.js';
import { HOST, HOST_WORDS, NO_CELL } from './host-words.js';

/** fast-check prints the seed with every counterexample. */
const RUNS = { seed: 20_261_128, numRuns: 30 };

const TYPES = 3;

interface Amounts {
  readonly first: number;
  readonly second: number;
  readonly vfSlots: number;
}

interface Grounds {
  readonly hosts: number;
  readonly most: { readonly first: number; readonly second: number };
  readonly isSpreading: boolean;
  /** Of 100 acts so many are searches. */
  readonly searches: number;
}

/** Hosts that come, change and go at random; what searches find beside what a look at every host finds. */
function compared(drawn: Drawn, { hosts, most, isSpreading, searches }: Grounds, acts: number) {
  const words = new Int32Array(hosts * HOST_WORDS).fill(NO_CELL);
  const typeOf = Uint8Array.from({ length: hosts }, () => drawn.below(TYPES));
  const index = new HostIndex(words, typeOf, TYPES, most, isSpreading);
  const filed = new Map<number, Amounts>();
  const preferred = (a: [number, Amounts], b: [number, Amounts]) => {
    const sign = isSpreading ? -1 : 1;
    return sign * (a[1].first - b[1].first) || sign * (a[1].second - b[1].second) || a[0] - b[0];
  };
  const found: number[] = [];
  const expected: number[] = [];
  for (let act = 0; act < acts; act++) {
    if (drawn.isIn(searches)) {
      const demand = aDemand({
        types: drawn.oneOf([0, 1, 5, 6, 7]),
        first: drawn.below(most.first + 2),
        second: drawn.below(most.second + 2),
        vfSlots: drawn.oneOf([0, 0, 1, 2]),
        except: drawn.oneOf([-1, -1, drawn.below(hosts)]),
      });
      const candidates = [...filed].filter(
        ([host, free]) =>
          ((demand.types >>> typeOf[host]!) & 1) === 1 &&
          host !== demand.except &&
          free.first >= demand.first &&
          free.second >= demand.second &&
          free.vfSlots >= demand.vfSlots,
      );
      found.push(index.find(demand));
      expected.push(candidates.toSorted(preferred)[0]?.[0] ?? -1);
      continue;
    }
    const host = drawn.below(hosts);
    if (filed.delete(host)) {
      index.remove(host);
      continue;
    }
    const free = {
      first: drawn.below(most.first + 1),
      second: drawn.below(most.second + 1),
      vfSlots: drawn.below(3),
    };
    filed.set(host, free);
    words[host * HOST_WORDS + HOST.first] = free.first;
    words[host * HOST_WORDS + HOST.second] = free.second;
    words[host * HOST_WORDS + HOST.vfSlots] = free.vfSlots;
    index.add(host);
  }
  return { found, expected };
}

describe.each([false, true])('the index of hosts, spreading: %s', (isSpreading) => {
  it('finds the host that a look at every one finds', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(8), fc.constantFrom(0, 3, 31, 32, 70), (seed, first, second) => {
        const given = { hosts: 40, most: { first, second }, isSpreading, searches: 50 };
        const { found, expected } = compared(new Drawn(seed), given, 400);
        expect(found).toEqual(expected);
      }),
      RUNS,
    );
  });

  it('finds it among hosts that are alike, though they come and go a hundred times between searches', () => {
    fc.assert(
      fc.property(fc.nat(), fc.constantFrom(3, 30, 200), (seed, hosts) => {
        const given = { hosts, most: { first: 0, second: 1 }, isSpreading, searches: 1 };
        const { found, expected } = compared(new Drawn(seed), given, 8000);
        expect(found).toEqual(expected);
      }),
      { ...RUNS, numRuns: 6 },
    );
  });
});

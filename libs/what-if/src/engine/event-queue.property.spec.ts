import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventQueue } from './event-queue.js';

/** fast-check prints the seed with every counterexample. */
const SEED = 20_261_122;

interface Event {
  readonly at: number;
  readonly kind: number;
  readonly vm: number;
}

function order(a: Event, b: Event): number {
  return a.at - b.at || a.kind - b.kind || a.vm - b.vm;
}

const HORIZON_MS = 3_600_000;

/** How far ahead an event is pushed: now, within a bucket, into one of the next, far, beyond the horizon. */
const ahead = fc.oneof(
  fc.constant(0),
  fc.nat(3),
  fc.nat(1024),
  fc.nat(20_000),
  fc.nat(HORIZON_MS),
  fc.integer({ min: HORIZON_MS, max: HORIZON_MS + 8_000_000 }),
);
const kinds = fc.nat(7);
/** Few VMs, so that ties reach down to their numbers; and the greatest number that there can be. */
const vms = fc.oneof(fc.nat(4), fc.nat(2 ** 31 - 1));
const step = fc.record({
  pushes: fc.array(fc.tuple(ahead, kinds, vms), { maxLength: 12 }),
  takes: fc.nat(8),
});

/** Pushes and takes in turn, then takes the rest; what came out, beside what a sorted list gives. */
function played(
  queue: EventQueue,
  steps: readonly {
    readonly pushes: readonly (readonly [number, number, number])[];
    readonly takes: number;
  }[],
) {
  const pending: Event[] = [];
  const taken: Event[] = [];
  const expected: Event[] = [];
  let now = 0;
  const take = () => {
    const isThere = queue.take();
    pending.sort(order);
    const next = pending.shift();
    if (isThere) taken.push({ at: queue.at, kind: queue.kind, vm: queue.vm });
    if (next === undefined) return isThere;
    expected.push(next);
    now = next.at;
    return true;
  };
  for (const { pushes, takes } of steps) {
    for (const [later, kind, vm] of pushes) {
      const at = now + later;
      queue.push(at, kind, vm);
      pending.push({ at, kind, vm });
    }
    for (let left = takes; left > 0; left--) take();
  }
  while (take());
  return { taken, expected };
}

describe('the queue of events', () => {
  it('gives what a sorted list gives, however pushes and takes alternate', () => {
    let count = 0;
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), fc.nat(40), (steps, expectedSize) => {
        const { taken, expected } = played(new EventQueue(expectedSize, HORIZON_MS), steps);
        expect(taken).toEqual(expected);
        count += taken.length;
      }),
      { seed: SEED, numRuns: 150 },
    );
    expect(count).toBeGreaterThan(2000);
  });

  it('grows beyond what it expected: chunks, buckets, and the open bucket', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 8500, max: 9500 }),
        fc.constantFrom(1, 700, 1024, 3000, 1_000_000),
        fc.nat(),
        (count, width, salt) => {
          const pushes = Array.from({ length: count }, (_push, at) => {
            const drawn = Math.imul(at + salt, 0x9e3779b1) >>> 0;
            return [drawn % width, drawn % 8, at] as const;
          });
          const queue = new EventQueue(1, 1);
          for (const [at, kind, vm] of pushes) queue.push(at, kind, vm);
          const taken: Event[] = [];
          while (queue.take()) {
            taken.push({ at: queue.at, kind: queue.kind, vm: queue.vm });
            // Each event of the first third has another one follow it within the open bucket.
            if (queue.vm < count / 3) queue.push(queue.at + 1, 1, queue.vm + count);
          }
          const expected = pushes.flatMap(([at, kind, vm]): Event[] => [
            { at, kind, vm },
            ...(vm < count / 3 ? [{ at: at + 1, kind: 1, vm: vm + count }] : []),
          ]);
          expect(taken).toEqual(expected.sort(order));
        },
      ),
      { seed: SEED, numRuns: 5 },
    );
  });

  it('reaches to the last millisecond that fits', () => {
    const { taken, expected } = played(new EventQueue(1, HORIZON_MS), [
      {
        pushes: [
          [2 ** 32 - 1, 7, 2 ** 31 - 1],
          [2 ** 31, 0, 0],
          [2 ** 31 - 1, 7, 1],
        ],
        takes: 0,
      },
    ]);
    expect(taken).toEqual(expected);
  });

  it.each([
    ['nothing', [], []],
    ['one event', [[5, 0, 9]], [9]],
    [
      'events at one time by kind, then by number',
      [
        [5, 1, 1],
        [5, 0, 7],
        [5, 0, 3],
        [4, 7, 8],
      ],
      [8, 3, 7, 1],
    ],
  ] as const)('knows which VMs come next once their bucket is open: %s', (_what, pushes, expected) => {
    const queue = new EventQueue(4, 1000);
    queue.push(0, 0, 99);
    for (const [at, kind, vm] of pushes) queue.push(at, kind, vm);
    queue.take();
    const into = new Int32Array(10);
    const count = queue.upcoming(into);
    expect([...into.subarray(0, count)]).toEqual(expected);
  });
});

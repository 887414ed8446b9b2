import { type Observed, PHASE_NAMES, replayScenario } from '#libs/linux-guest';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeAnswer } from './answer-json.js';
import { JsonBytes } from './json-bytes.js';
import { GOLDEN_FILES, goldenLines, type GoldenRecord } from './testing/golden-records.js';

const RUNS = { seed: 4_167, numRuns: 300 };

function answer(id: string, observed: Observed): unknown {
  const json = new JsonBytes(16);
  writeAnswer(json, id, observed);
  const line = Buffer.from(json.take()).toString();
  expect(line.indexOf('\n')).toBe(line.length - 1);
  return JSON.parse(line);
}

/** What `JSON.stringify` leaves of it. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

/** Any value for an optional key, present or not. */
function optional<T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.option(value, { nil: undefined });
}

const number = fc.integer({ min: -2, max: 4_294_967_295 });
const relid = fc.option(number);
const text = fc.string();
const offer = fc.record({
  i: optional(number),
  o: fc.constantFrom('matched', 'new', 'sub', 'dropped', 'ignored'),
  c: optional(number),
  of: optional(number),
  chg: optional(fc.constant(1)),
  again: optional(fc.constant(1)),
  n: optional(number),
  op: optional(number),
  t: optional(number),
});
const subChannel = fc.record({ c: number, i: number, r: relid, k: number, f: text });
const channel = fc.record({
  c: number,
  d: number,
  r: relid,
  k: number,
  f: text,
  oc: optional(text),
  i: optional(number),
  s: optional(fc.array(subChannel, { maxLength: 2 })),
});
const offers = optional(fc.array(offer, { maxLength: 3 }));
const numbers = optional(fc.array(number, { maxLength: 3 }));
const texts = optional(fc.array(text, { maxLength: 3 }));
const phase = fc.record({
  offers,
  after_open: offers,
  kvp_reoffer: offers,
  rescinds: optional(fc.array(fc.tuple(number, fc.constantFrom('handled', 'dropped')), { maxLength: 3 })),
  released: numbers,
  hv_sock_closed: numbers,
  messages: texts,
  warnings: texts,
  name_conflicts: texts,
  device_suspend_failed: optional(fc.array(fc.tuple(number, number), { maxLength: 2 })),
  bus: optional(text),
  rc: optional(relid),
  waiting_for: optional(text),
  bug: optional(text),
  fatal: optional(text),
  wait_ms: optional(number),
  timed_out: optional(fc.boolean()),
  unmatched_at_return: numbers,
  outstanding_at_return: optional(number),
  close_counter_before: optional(number),
  suspend_event_already_signalled: optional(fc.constant(true)),
  ignoring_offers: optional(fc.boolean()),
  channels: optional(fc.array(channel, { maxLength: 3 })),
  relids: optional(fc.array(fc.tuple(number, number), { maxLength: 3 })),
  unmatched: numbers,
  close_counter: optional(number),
  outstanding: optional(number),
});

describe('an answer', () => {
  it('says of any observation what JSON.stringify would', () => {
    const observations = fc.record(
      Object.fromEntries(PHASE_NAMES.map((name) => [name, phase])) as Record<string, typeof phase>,
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(text, observations, (id, observed) => {
        expect(answer(id, observed as Observed)).toEqual(plain({ id, observed }));
      }),
      RUNS,
    );
  });

  it.each(GOLDEN_FILES)('says all that the model observed of the records in %s', (file) => {
    const records = goldenLines(file).map((line) => JSON.parse(line) as GoldenRecord);
    const observed = records.map(({ id, scenario }) => ({ id, ...replayScenario(scenario, 'A') }));
    expect(observed.map((one) => answer(one.id, one.observed))).toEqual(plain(observed));
  });
});

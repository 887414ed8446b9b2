import type { VmbusEra } from '#libs/resume-matching';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Observed, ObservedChannel, ObservedOffer, ObservedPhase } from './observation.js';
import { replayScenario } from './replay-scenario.js';
import { readScenario } from './scenario-reader.js';
import type { Scenario } from './scenario.js';
import { type DrawnVm, drawnVms, nextOffers, scenarioOf } from './testing/scenario-arbitraries.js';

/** Reported by fast-check with every failure; the same seed gives the same cases. */
const RUNS = { seed: 20_240_613, numRuns: 400 };
const ERAS = ['A', 'B'] as const;

const ANY = drawnVms({ late: 1, absent: 1 });
const COMPLETE = drawnVms({ late: 0, absent: 0 });
const AT_ONCE = drawnVms({ late: 0, absent: 1 });

function observe(scenario: Scenario, era: VmbusEra): Observed {
  return replayScenario(scenario, era).observed;
}

function rowsOf({ offers = [], after_open: afterOpen = [] }: ObservedPhase): readonly ObservedOffer[] {
  return [...offers, ...afterOpen];
}

function imageOf(observed: Observed): readonly ObservedChannel[] {
  return observed.freeze!.channels!;
}

function isSocket({ f }: ObservedChannel): boolean {
  return f.includes('H');
}

/** A resume by devices instead of by channel numbers, so that the order of creation does not show. */
function byDevice({ channels, relids, offers, unmatched, ...rest }: ObservedPhase) {
  const deviceOf = new Map(channels!.map(({ c, d }) => [c, d]));
  const subChannels = new Map(channels!.flatMap(({ d, s = [] }) => s.map(({ c, i }) => [c, `${d}/${i}`])));
  const nameOf = (c: number) => deviceOf.get(c) ?? subChannels.get(c);
  return {
    channels: channels!
      .map(({ c: _number, s, ...row }) => ({ ...row, s: s?.map(({ c: _sub, ...sub }) => sub) }))
      .sort((a, b) => a.d - b.d),
    relids: relids!.map(([relid, c]) => [relid, nameOf(c)]),
    fates: (offers ?? []).map(({ o, c, chg }) => `${deviceOf.get(c!)} ${o} ${chg}`).sort(),
    unmatched: unmatched!.map((c) => deviceOf.get(c)!).sort((a, b) => a - b),
    after_open: rest.after_open?.map(({ o, of, n }) => ({ o, of: deviceOf.get(of!), n })),
    wait_ms: rest.wait_ms,
    timed_out: rest.timed_out,
    outstanding: rest.outstanding,
    close_counter: rest.close_counter,
    messages: rest.messages,
  };
}

describe.each(ERAS)('any VM that a host could present, era %s', (era) => {
  it('R49 R53 the order of offers within a millisecond matters for numbers and positions alone', () => {
    fc.assert(
      fc.property(ANY, fc.array(fc.nat(), { minLength: 16, maxLength: 16 }), (vm, keys) => {
        const offers = nextOffers(vm);
        const shuffled = offers
          .map((row, at) => ({ row, key: keys[at]! }))
          .sort((a, b) => a.key - b.key)
          .map(({ row }) => row);
        const restoreOf = (rows: typeof offers) => {
          const { restore, ...rest } = scenarioOf(vm);
          return byDevice(observe({ ...rest, restore: { ...restore, offers: rows } }, era).restore!);
        };
        expect(restoreOf(shuffled)).toEqual(restoreOf(offers));
      }),
      RUNS,
    );
  });

  it('R50 R53 resuming once more with the same offers changes nothing', () => {
    fc.assert(
      fc.property(era === 'A' ? COMPLETE : ANY, (vm) => {
        const { restore } = scenarioOf(vm);
        const { restore: first, second_restore: again } = observe(
          scenarioOf(vm, { second: { restore: restore! } }),
          era,
        );
        const settled = (channels: readonly ObservedChannel[]) =>
          channels.filter((row) => !isSocket(row)).map(({ c, d, r, k, oc }) => ({ c, d, r, k, oc }));
        expect(settled(again!.channels!)).toEqual(settled(first!.channels!));
        expect((again!.offers ?? []).map(({ o, chg, again: twice }) => ({ o, chg, twice }))).toEqual(
          (first!.offers ?? []).map(() => ({ o: 'matched', chg: undefined, twice: undefined })),
        );
        expect(again!.unmatched).toEqual(first!.unmatched);
      }),
      RUNS,
    );
  });

  it('R47 R49 R50 the counts add up', () => {
    fc.assert(
      fc.property(ANY, (vm) => {
        const observed = observe(scenarioOf(vm), era);
        const { restore } = observed;
        const image = imageOf(observed);
        const rows = rowsOf(restore!);
        const count = (fate: ObservedOffer['o']) => rows.filter(({ o }) => o === fate).length;
        const channels = restore!.channels!;
        const subChannels = channels.flatMap(({ s = [] }) => s);
        const counted = image.filter((row) => !isSocket(row)).length;
        expect({
          matchedAndUnmatched: count('matched') + restore!.unmatched!.length,
          channels: channels.length,
          subChannels: subChannels.length,
          toClose: restore!.close_counter,
          relids: restore!.relids!.length,
          outstanding: restore!.outstanding,
        }).toEqual({
          matchedAndUnmatched: counted,
          channels: image.length + count('new'),
          subChannels: count('sub'),
          toClose: count('sub'),
          relids: channels.filter(({ r }) => r !== null).length + subChannels.length,
          outstanding: era === 'A' ? counted - count('matched') : undefined,
        });
      }),
      RUNS,
    );
  });

  it('R40 is deterministic, leaves its input alone, and takes only what it calls a scenario', () => {
    fc.assert(
      fc.property(ANY, (vm) => {
        const scenario = scenarioOf(vm, { second: { restore: {} } });
        const before = JSON.stringify(scenario);
        const [once, twice] = [0, 1].map(() => JSON.stringify(observe(scenario, era)));
        expect([twice, JSON.stringify(scenario)]).toEqual([once, before]);
        expect(readScenario(JSON.parse(before))).toMatchObject({ kind: 'scenario' });
      }),
      RUNS,
    );
  });
});

/** A phase without what R40, R46 and R50 say that the eras do not share: the wait, its messages, and the count. */
function shared(phase: ObservedPhase | undefined, alsoNot: readonly string[] = []): unknown {
  const own = ['wait_ms', 'timed_out', 'messages', 'outstanding', 'outstanding_at_return', 'n', ...alsoNot];
  return JSON.parse(
    JSON.stringify(phase ?? null, (key, value: unknown) => (own.includes(key) ? undefined : value)),
  );
}

describe('both eras', () => {
  const PHASES = ['boot', 'before_hibernation', 'freeze', 'thaw', 'poweroff', 'restore'] as const;
  const hibernateTwice = (vm: DrawnVm) => scenarioOf(vm, { second: { restore: { offers: nextOffers(vm) } } });

  it('R40 R46 differ in the wait, its messages and the count, and in the refusal that the count leads to', () => {
    fc.assert(
      fc.property(AT_ONCE, (vm) => {
        const [a, b] = ERAS.map((era) => observe(hibernateTwice(vm), era)) as [Observed, Observed];
        for (const phase of PHASES) expect(shared(b[phase])).toEqual(shared(a[phase]));
        const isRefused = a.restore!.outstanding !== 0;
        expect([a.second_freeze!.rc, b.second_freeze!.rc]).toEqual([isRefused ? -16 : 0, 0]);
        expect([a.second_restore === undefined, b.second_restore === undefined]).toEqual([isRefused, false]);
        if (isRefused) return;
        expect(shared(b.second_freeze)).toEqual(shared(a.second_freeze));
        expect(shared(b.second_restore)).toEqual(shared(a.second_restore));
      }),
      RUNS,
    );
  });

  it('R40 R42 R46 differ, where offers come late, also in which drivers could open their channels', () => {
    fc.assert(
      fc.property(ANY, (vm) => {
        const [a, b] = ERAS.map((era) => observe(scenarioOf(vm), era)) as [Observed, Observed];
        const late = ['unmatched_at_return', 'f'];
        expect(shared(b.restore, [...late, 't'])).toEqual(shared(a.restore, [...late, 't']));
        expect(b.restore!.wait_ms).toBe(0);
        expect(a.restore!.timed_out).toBe((a.restore!.wait_ms ?? 0) === 10_000 && !cameAtTheLimit(a));
      }),
      RUNS,
    );
  });
});

/** Whether the last device that was missing came in the very millisecond in which the wait would have ended. */
function cameAtTheLimit({ restore }: Observed): boolean {
  return restore!.outstanding_at_return === 0;
}

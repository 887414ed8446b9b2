import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawnRun } from '../testing/drawn-run.js';
import { Drawn } from '../testing/drawn.js';
import { Recount } from '../testing/recount.js';
import { watchedRun } from '../testing/watched-run.js';
import type { ShardInput, ShardOutcome, WatchedAct } from './shard.js';

/** fast-check prints the seed with every counterexample. */
const RUNS = { seed: 20_261_126, numRuns: 25 };
const VMS = 30;

type ActCount = (act: WatchedAct['act'], vm?: number) => number;

/** What the engine counted as it went. */
function counted({ money, series, sums, vms }: ShardOutcome) {
  const { running, hibernated, hostsUsed } = series!.counts;
  const total = (column: Float64Array) => column.reduce((sum, value) => sum + value, 0);
  return {
    times: money.map((time) => ({
      vms: time.vms,
      heldMs: time.heldMs,
      alwaysMs: time.alwaysMs,
      existsMs: time.existsMs,
    })),
    levels: { running: [...running], hibernated: [...hibernated], hostsUsed: [...hostsUsed] },
    emptyMs: sums.hostEmptyMs,
    asleepMs: sums.vmDeallocatedMs,
    runningSeconds: [...vms!.runningSeconds],
    lastHost: [...vms!.lastHost],
    acts: {
      starts: sums.bootsRequested + sums.resumesRequested,
      boots: sums.bootsOk,
      resumes: sums.resumesOk,
      failed: sums.bootsFailed + sums.resumesFailedCapacity + sums.resumesFailedCompat,
      losses: sums.hostLosses,
      turnedAway: sums.throttledStarts + sums.throttledHibernations,
      hibernations: sums.hibernates,
      skipped: sums.resumesSkipped + sums.hibernatesSkipped,
      placements: [sums.allocAttempts - sums.allocMisses, sums.allocMisses],
    },
    perVm: [vms!.boots, vms!.hibernations, vms!.resumes, vms!.failedStarts].map((column) => [...column]),
    seriesStarts: total(series!.counts.startsAsked) <= sums.bootsRequested + sums.resumesRequested,
  };
}

function recounted(input: ShardInput, outcome: ShardOutcome, recount: Recount, count: ActCount) {
  const failedStarts = count('start-failed') - givenUpStarts(outcome, count);
  const vms = Array.from({ length: input.fleet.vms }, (_vm, vm) => vm);
  return {
    times: recount.timesByKind(),
    levels: recount.levels,
    emptyMs: recount.emptyMs,
    asleepMs: recount.lives.reduce((sum, { asleepMs }) => sum + asleepMs, 0),
    runningSeconds: recount.lives.map(({ heldSeconds }) => heldSeconds),
    lastHost: recount.lives.map(({ lastHost }) => lastHost),
    acts: {
      starts: count('start-asked'),
      boots: count('booted'),
      resumes: count('resumed'),
      failed: failedStarts,
      losses: count('host-failed'),
      turnedAway: count('turned-away'),
      hibernations: count('fell-asleep'),
      skipped: count('skipped'),
      placements: [count('placed'), count('no-host')],
    },
    perVm: (['booted', 'fell-asleep', 'resumed', 'start-failed'] as const).map((act) =>
      vms.map((vm) => count(act, vm)),
    ),
    seriesStarts: true,
  };
}

/** Starts that ended because their clients gave up; hibernations that did are told as turned away alone. */
function givenUpStarts({ sums }: ShardOutcome, count: ActCount): number {
  const failed = sums.bootsFailed + sums.resumesFailedCapacity + sums.resumesFailedCompat;
  const givenUp = count('start-failed') - failed;
  return givenUp >= 0 && givenUp <= sums.givenUp ? givenUp : Number.NaN;
}

describe('a run with everything on', () => {
  it('counts as a recount from what every VM went through does, and chooses hosts as the live path', () => {
    const happened = new Map<string, number>();
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const input = drawnRun(new Drawn(seed), VMS);
        const { outcome, acts } = watchedRun(input);
        const kinds = outcome.causes.map(({ kind }) => kind);
        const recount = new Recount(input, acts, kinds);
        const count: ActCount = (act, vm) =>
          acts.filter((each) => each.act === act && (vm === undefined || each.vm === vm)).length;
        expect(recount.wrongs).toEqual([]);
        expect(counted(outcome)).toEqual(recounted(input, outcome, recount, count));
        for (const { act, cause } of acts) {
          const name = cause === undefined ? act : `${act} ${kinds[cause]}`;
          happened.set(name, (happened.get(name) ?? 0) + 1);
        }
      }),
      RUNS,
    );
    // All of it must have come about, or the comparison says little.
    expect([...happened.keys()].sort()).toEqual([
      'booted',
      'deleted',
      'fell-asleep',
      'fell-asleep asleep',
      'fell-asleep stopped',
      'hibernation-asked',
      'host-failed',
      'no-host',
      'placed',
      'resumed',
      'resumed cold',
      'resumed degraded',
      'resumed hung',
      'resumed resumed',
      'saved',
      'skipped',
      'start-asked',
      'start-failed',
      'stayed-awake aborted',
      'stayed-awake hung',
      'stayed-awake refused',
      'turned-away',
    ]);
  });
});

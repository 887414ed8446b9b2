import { expect, it } from 'vitest';
import type { Scenario } from '#libs/what-if';
import type { FinishedShard, ShardTask } from './executor.js';
import { ProgressMeter } from './run-progress.js';

const DAY_MS = 86_400_000;

function task(scenarioIndex: number, regionIndex: number): ShardTask {
  const scenario = { name: `s${scenarioIndex}`, days: 2 } as Scenario;
  return { scenarioIndex, regionIndex, region: `r${regionIndex}`, scenario, keepsVms: false };
}

it('adds up tasks under way and tasks that ended', () => {
  let now = 1_000;
  const tasks = [task(1, 0), task(1, 1)];
  const meter = new ProgressMeter(tasks, 2, () => now);
  expect(meter.progress).toEqual({
    scenariosDone: 1,
    scenarios: 2,
    underWay: [],
    events: 0,
    eventsPerSecond: 0,
    share: 0,
  });
  now = 3_000;
  meter.moved(tasks[1]!, { events: 100, atMs: DAY_MS });
  meter.moved(tasks[0]!, { events: 300, atMs: DAY_MS / 2 });
  expect(meter.progress).toEqual({
    scenariosDone: 1,
    scenarios: 2,
    underWay: [
      { scenario: 's1', region: 'r0', day: 1, days: 2 },
      { scenario: 's1', region: 'r1', day: 2, days: 2 },
    ],
    events: 400,
    eventsPerSecond: 200,
    share: 0.375,
    leftMs: 2_000 * (0.625 / 0.375),
  });
  const outcome = { sums: { events: 500 } } as unknown as FinishedShard['outcome'];
  meter.ended({ scenarioIndex: 1, regionIndex: 0, outcome });
  meter.moved(tasks[1]!, { events: 600, atMs: 9 * DAY_MS });
  meter.scenarioEnded();
  expect(meter.progress).toEqual({
    scenariosDone: 2,
    scenarios: 2,
    underWay: [{ scenario: 's1', region: 'r1', day: 2, days: 2 }],
    events: 1_100,
    eventsPerSecond: 550,
    share: 1,
    leftMs: 0,
  });
});

import { describe, expect, it } from 'vitest';
import type { ShardTask } from '../run/executor.js';
import { smallScenario } from '../run/testing/small-scenarios.js';
import { byScenario, ScenarioWindow } from './scenario-window.js';

/** Scenarios of so many VMs, each in so many regions. */
function tasksOf(vms: readonly number[], regions = 1): readonly ShardTask[] {
  return vms.flatMap((count, scenarioIndex) => {
    const scenario = smallScenario({ vms: count });
    return Array.from({ length: regions }, (_, regionIndex) => ({
      scenarioIndex,
      regionIndex,
      region: `region-${regionIndex}`,
      scenario,
      keepsVms: true,
    }));
  });
}

const windowOf = (tasks: readonly ShardTask[]) => new ScenarioWindow(byScenario(tasks));
const opened = (window: ScenarioWindow) => window.open().map(({ index }) => index);

describe('scenarios under way', () => {
  it('are as many as have room, in order, and one whatever its size', () => {
    const window = windowOf(tasksOf([12_000_000, 8_000_000, 1, 50_000_000, 5]));
    expect([opened(window), opened(window)]).toEqual([[0, 1], []]);
    window.end(1);
    expect(opened(window)).toEqual([2]);
    window.end(2);
    expect(opened(window)).toEqual([]);
    window.end(0);
    expect([opened(window), window.isOver]).toEqual([[3], false]);
    window.end(3);
    expect([opened(window), window.isOver]).toEqual([[4], false]);
    window.end(4);
    expect([opened(window), window.isOver]).toEqual([[], true]);
  });

  it('have no more shards than results find room for', () => {
    const window = windowOf(tasksOf([10, 10, 10, 10], 500));
    expect([opened(window), window.underWay.map(({ tasks }) => tasks.length)]).toEqual([
      [0, 1],
      [500, 500],
    ]);
  });

  it('end once, though they are told to have ended twice', () => {
    const window = windowOf(tasksOf([1]));
    window.open();
    expect([window.end(0)?.index, window.end(0)]).toEqual([0, undefined]);
  });
});

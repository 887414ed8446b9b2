import type { Scenario } from '#libs/what-if';
import type { ShardTask } from '../run/executor.js';

/** The shards of one scenario that are to be worked on. */
export interface ScenarioTasks {
  readonly index: number;
  readonly scenario: Scenario;
  readonly tasks: readonly ShardTask[];
}

/** Tasks by scenario, in the order of the run. */
export function byScenario(tasks: readonly ShardTask[]): readonly ScenarioTasks[] {
  const found = new Map<number, ShardTask[]>();
  for (const task of tasks) {
    const those = found.get(task.scenarioIndex);
    if (those === undefined) found.set(task.scenarioIndex, [task]);
    else those.push(task);
  }
  return [...found.values()].flatMap((those) => {
    const [first] = those;
    return first === undefined
      ? []
      : [{ index: first.scenarioIndex, scenario: first.scenario, tasks: those }];
  });
}

/**
 * Results wait in the memory of Redis until they are merged. So that workers that are faster than the coordinator do not
 * fill it, no more than this is under way: shards, and VMs, whose columns take up to about 30 bytes each.
 */
const MOST_SHARDS = 1_024;
const MOST_VMS = 20_000_000;

/** VMs of a fleet whose file says how many. */
const LISTED_VMS = 1_000_000;

/** Scenarios in order, as many at a time as may be under way; one always may. */
export class ScenarioWindow {
  readonly #underWay = new Map<number, ScenarioTasks>();
  #next = 0;

  constructor(private readonly scenarios: readonly ScenarioTasks[]) {}

  get isOver(): boolean {
    return this.#underWay.size === 0 && this.#next === this.scenarios.length;
  }

  get underWay(): readonly ScenarioTasks[] {
    return [...this.#underWay.values()];
  }

  /** Scenarios to begin now. */
  open(): readonly ScenarioTasks[] {
    const opened: ScenarioTasks[] = [];
    for (let next = this.scenarios[this.#next]; next !== undefined; next = this.scenarios[this.#next]) {
      if (!this.#hasRoomFor(next)) break;
      this.#underWay.set(next.index, next);
      this.#next++;
      opened.push(next);
    }
    return opened;
  }

  /** A scenario has ended; undefined for one that had before. */
  end(index: number): ScenarioTasks | undefined {
    const ended = this.#underWay.get(index);
    this.#underWay.delete(index);
    return ended;
  }

  #hasRoomFor(next: ScenarioTasks): boolean {
    if (this.#underWay.size === 0) return true;
    const all = [...this.underWay, next];
    const shards = all.reduce((sum, { tasks }) => sum + tasks.length, 0);
    const vms = all.reduce((sum, { scenario }) => sum + vmsOf(scenario), 0);
    return shards <= MOST_SHARDS && vms <= MOST_VMS;
  }
}

function vmsOf({ fleet }: Scenario): number {
  return fleet.kind === 'generated' ? fleet.vms : (fleet.most ?? LISTED_VMS);
}

import type { ShardProgress } from '#libs/what-if';
import type { FinishedShard, ShardTask } from './executor.js';

/** How far a run has come. */
export interface RunProgress {
  readonly scenariosDone: number;
  readonly scenarios: number;
  /** Tasks under way, in the order of the run. */
  readonly underWay: readonly TaskProgress[];
  /** Events so far, of all tasks that ran now. */
  readonly events: number;
  readonly eventsPerSecond: number;
  /** Of the work that was to do, 0 to 1. */
  readonly share: number;
  /** Absent until enough is known. Unit: ms of the machine. */
  readonly leftMs?: number;
}

export interface TaskProgress {
  readonly scenario: string;
  readonly region: string;
  /** Day that is simulated, from 1. */
  readonly day: number;
  readonly days: number;
}

const DAY_MS = 86_400_000;

/** Adds up what tasks tell. `now` is a clock of the machine, ms. */
export class ProgressMeter {
  readonly #startedMs: number;
  readonly #underWay = new Map<string, { readonly task: ShardTask; readonly progress: ShardProgress }>();
  #scenariosDone: number;
  #tasksDone = 0;
  #eventsDone = 0;

  constructor(
    private readonly tasks: readonly ShardTask[],
    private readonly scenarios: number,
    private readonly now: () => number,
  ) {
    this.#startedMs = now();
    this.#scenariosDone = scenarios - new Set(tasks.map(({ scenarioIndex }) => scenarioIndex)).size;
  }

  moved(task: ShardTask, progress: ShardProgress): void {
    this.#underWay.set(keyOf(task), { task, progress });
  }

  ended(shard: FinishedShard): void {
    const last = this.#underWay.get(keyOf(shard))?.progress.events ?? 0;
    this.#underWay.delete(keyOf(shard));
    this.#eventsDone += shard.outcome.sums['events'] ?? last;
    this.#tasksDone++;
  }

  scenarioEnded(): void {
    this.#scenariosDone++;
  }

  get progress(): RunProgress {
    const underWay = [...this.#underWay.values()].toSorted((a, b) => orderOf(a.task, b.task));
    const events = underWay.reduce((sum, { progress }) => sum + progress.events, this.#eventsDone);
    const partly = underWay.reduce((sum, { task, progress }) => sum + shareOf(task, progress), 0);
    const share = this.tasks.length === 0 ? 1 : (this.#tasksDone + partly) / this.tasks.length;
    const tookMs = this.now() - this.#startedMs;
    return {
      scenariosDone: this.#scenariosDone,
      scenarios: this.scenarios,
      underWay: underWay.map(({ task, progress }) => ({
        scenario: task.scenario.name,
        region: task.region,
        day: Math.min(Math.floor(progress.atMs / DAY_MS) + 1, task.scenario.days),
        days: task.scenario.days,
      })),
      events,
      eventsPerSecond: tookMs > 0 ? (events / tookMs) * 1_000 : 0,
      share,
      ...(share > 0 ? { leftMs: (tookMs * (1 - share)) / share } : {}),
    };
  }
}

function keyOf({ scenarioIndex, regionIndex }: Pick<ShardTask, 'scenarioIndex' | 'regionIndex'>): string {
  return `${scenarioIndex}/${regionIndex}`;
}

function orderOf(a: ShardTask, b: ShardTask): number {
  return a.scenarioIndex - b.scenarioIndex || a.regionIndex - b.regionIndex;
}

function shareOf({ scenario }: ShardTask, { atMs }: ShardProgress): number {
  return Math.min(1, atMs / (scenario.days * DAY_MS));
}

import type { Scenario, ShardOutcome, ShardProgress } from '#libs/what-if';

/** One region of one scenario: the smallest piece of a run that is worked on alone. Plain JSON. */
export interface ShardTask {
  /** Index of the scenario in the run. */
  readonly scenarioIndex: number;
  /** Index of the region in the scenario. */
  readonly regionIndex: number;
  readonly region: string;
  readonly scenario: Scenario;
  /** Whether to tell of each VM: about 20 bytes each. */
  readonly keepsVms: boolean;
}

/** A task that ended, whoever worked on it. */
export interface FinishedShard {
  readonly scenarioIndex: number;
  readonly regionIndex: number;
  readonly outcome: ShardOutcome;
}

export interface ExecutorOptions {
  /** Ends the work early. */
  readonly signal?: AbortSignal;
  /** How far a task has come, now and then; never before the task was begun. */
  readonly onProgress?: (task: ShardTask, progress: ShardProgress) => void;
}

/** Works on the tasks of a run: in this process, on threads, on other machines. */
export interface Executor {
  /**
   * Yields every outcome once, in whatever order they come. What is yielded is the same whatever the executor. When
   * the signal aborts it ends early and without an error, having ended what it started. Throws `RunError`.
   */
  run(tasks: readonly ShardTask[], options?: ExecutorOptions): AsyncIterable<FinishedShard>;
}

/** How runs are worked on in time. */
export interface RunPace {
  /** How often a process looks for runs that nobody works on. */
  readonly sweepMs: number;
  /** How long a run stays with a process that does not say that it is alive. */
  readonly leaseSeconds: number;
  /** How often it says so, and how far the run has come. */
  readonly renewMs: number;
}

/** `RunPace` of the process. */
export const WHAT_IF_PACE = Symbol('WhatIfPace');

/** `Executor` of the process. */
export const WHAT_IF_EXECUTOR = Symbol('WhatIfExecutor');

export const REAL_RUN_PACE: RunPace = { sweepMs: 1_000, leaseSeconds: 15, renewMs: 1_500 };

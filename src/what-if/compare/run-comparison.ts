import type { CauseTally } from '../report/causes.js';

/** Two runs held against each other: plain JSON. `before` is of the first run, `after` of the second. */
export interface RunComparison {
  readonly before: RunIdentity;
  readonly after: RunIdentity;
  /** Whether every start of every VM ended alike in all scenarios, and no scenario is in one run alone. */
  readonly isEqual: boolean;
  /** In the order of the first run. */
  readonly scenarios: readonly ScenarioComparison[];
  /** Names of scenarios without a counterpart. */
  readonly onlyBefore: readonly string[];
  readonly onlyAfter: readonly string[];
}

export interface RunIdentity {
  readonly name: string;
  readonly version: string;
}

export interface ScenarioComparison {
  readonly name: string;
  /** Where the second run calls it otherwise. */
  readonly otherName?: string;
  /** `only`: each run has but this scenario. */
  readonly pairedBy: 'name' | 'options' | 'only';
  /** Whether the very same scenario was run, by its hash. */
  readonly isSameScenario: boolean;
  readonly digests: { readonly before: string; readonly after: string; readonly isEqual: boolean };
  /** Of the figures that people ask for first, those that differ. */
  readonly figures: readonly FigureChange[];
  /** Of all counts, those that differ, under their names in the summary. */
  readonly counts: readonly CountChange[];
  /** Causes whose numbers differ, the gravest first. */
  readonly causes: readonly CauseChange[];
}

export interface CountChange {
  readonly name: string;
  readonly before: number;
  readonly after: number;
}

/** A figure that one side may lack. */
export interface FigureChange {
  readonly name: string;
  readonly unit: 'count' | 'share' | 'ms' | 'usd' | 'hours';
  readonly before?: number;
  readonly after?: number;
}

export interface CauseChange extends Omit<CauseTally, 'counts' | 'total' | 'example'> {
  readonly change: 'new' | 'gone' | 'more' | 'fewer';
  readonly before: number;
  readonly after: number;
}

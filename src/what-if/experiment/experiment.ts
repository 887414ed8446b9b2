import type { Scenario } from '#libs/what-if';

/** An experiment that has been read and found valid, every scenario of it. */
export interface Experiment {
  readonly name: string;
  /** What the planner wants to know, in a sentence or two. */
  readonly question?: string;
  /** What is printed of a scenario as JSON: all of it, or its flat counts alone. */
  readonly summary: 'full' | 'counts';
  /** The document with all overrides worked in: read again without any, it gives the same scenarios. */
  readonly text: string;
  /** In the order of the file; the first one varies slowest. */
  readonly axes: readonly { readonly name: string; readonly options: readonly string[] }[];
  /** Every combination of options in stable order; they share what is equal. */
  readonly scenarios: readonly Scenario[];
}

/** One thing wrong with an experiment. `path` is where it is written: `scenario.fleet.vms`; empty for the file. */
export interface ExperimentIssue {
  readonly path: string;
  readonly message: string;
}

export type ReadExperiment =
  | { readonly kind: 'valid'; readonly experiment: Experiment }
  | { readonly kind: 'invalid'; readonly issues: readonly ExperimentIssue[] };

/** A value for a parameter, or for a member by its path. `value` is YAML: `10m`, `true`, `{office: 1}`. */
export interface Override {
  readonly path: string;
  readonly value: string;
}

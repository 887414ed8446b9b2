import type { ScenarioSummary } from '#libs/what-if';

/** A run as it is told: what was asked, and what came of each scenario. */
export interface RunReport {
  readonly name: string;
  readonly question?: string;
  /** Of the product. */
  readonly version: string;
  /** In the order of the experiment; names are unique. */
  readonly scenarios: readonly ScenarioSummary[];
  /** Names of scenarios without a result: the run was interrupted. */
  readonly skippedScenarios?: readonly string[];
}

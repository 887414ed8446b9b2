/**
 * Fleet what-if as a library, `torpor/what-if`: read an experiment, run its scenarios, and look at what came of them.
 * Everything that the command line does is here, but its words.
 */
export { loadCatalogue, type Catalogue } from '../catalogue/load-catalogue.js';
export { compareRuns } from './compare/compare-runs.js';
export type { RunComparison } from './compare/run-comparison.js';
export { expand } from './experiment/expand.js';
export type { Experiment, ExperimentIssue, Override } from './experiment/experiment.js';
export { listedFilesIn } from './experiment/listed-files.js';
export { readExperiment } from './experiment/read-experiment.js';
export { reportHtml } from './report/report-html.js';
export type { RunReport } from './report/run-report.js';
export type { Executor, FinishedShard, ShardTask } from './run/executor.js';
export { explainRun } from './run/explain-run.js';
export { InProcessExecutor } from './run/in-process-executor.js';
export { LocalExecutor } from './run/local-executor.js';
export { runExperiment } from './run/run-experiment.js';
export { ThreadExecutor } from './run/thread-executor.js';
export type { Scenario, ScenarioSummary } from '#libs/what-if';

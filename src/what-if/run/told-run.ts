import type { ScenarioSummary } from '#libs/what-if';
import type { RunReport } from '../report/run-report.js';
import type { RunDocument } from './run-document.js';
import type { RunFolder } from './run-folder.js';
import type { RunResult } from './run-experiment.js';

/** A run as reports and comparisons take it. */
export function toldRun({ document, summaries }: Pick<RunResult, 'document' | 'summaries'>): RunReport {
  const { name, question, version } = document;
  const skipped = document.scenarios.filter((_, index) => summaries[index] === undefined);
  return {
    name,
    ...(question === undefined ? {} : { question }),
    version,
    scenarios: summaries.filter((summary) => summary !== undefined),
    ...(skipped.length === 0 ? {} : { skippedScenarios: skipped.map((scenario) => scenario.name) }),
  };
}

/** What is done of the run in a folder. */
export async function toldFolder(folder: RunFolder): Promise<RunReport> {
  return toldRun({ document: folder.document, summaries: await summariesIn(folder, folder.document) });
}

async function summariesIn(
  folder: RunFolder,
  { scenarios }: RunDocument,
): Promise<readonly (ScenarioSummary | undefined)[]> {
  return Promise.all(
    scenarios.map(({ status }, index) => (status === 'done' ? folder.summary(index) : undefined)),
  );
}

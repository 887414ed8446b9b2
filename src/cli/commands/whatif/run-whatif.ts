import type { ScenarioSummary } from '#libs/what-if';
import type { Experiment } from '../../../what-if/experiment/experiment.js';
import { summaryLines } from '../../../what-if/compare/summary-lines.js';
import { type RunResult, runExperiment } from '../../../what-if/run/run-experiment.js';
import { slugOf } from '../../../what-if/run/scenario-folder-name.js';
import { toldRun } from '../../../what-if/run/told-run.js';
import { InterruptedError } from '../../cli-error.js';
import type { Call } from '../../command-line/leaf-command.js';
import { printable } from '../../render/printable.js';
import type { Session } from '../../session.js';
import { productVersion } from '../../version.js';
import { experimentFile, folderOfFile } from './experiment-file.js';
import { executorOf } from './executor-of.js';
import { told } from './whatif-errors.js';
import type { RunOptions } from './whatif-options.js';
import { whatIfProgress } from './whatif-progress.js';

/** `whatif run`. */
export async function run(call: Call<RunOptions>): Promise<void> {
  const { session, options, args } = call;
  const experiment = await experimentFile(session, args[0] ?? '', options);
  const out = folderOf(session, experiment, options);
  const result = await told(() => underWay(call, experiment, out));
  for (const note of result.notes) session.remark(printable(note));
  const summaries = result.summaries.filter((summary) => summary !== undefined);
  if (summaries.length < experiment.scenarios.length) {
    throw new InterruptedError(interruptedHint(summaries.length, experiment.scenarios.length, out));
  }
  await told(() => tell(session, { experiment, result, summaries, out, hasSeries: options.series === true }));
}

async function underWay(
  { session, options, args }: Call<RunOptions>,
  experiment: Experiment,
  out: string | undefined,
): Promise<RunResult> {
  const progress = whatIfProgress(session, () => performance.now());
  try {
    return await runExperiment(experiment, {
      executor: await executorOf(session, options),
      version: productVersion(),
      filesFolder: folderOfFile(args[0] ?? ''),
      signal: session.process.interruption,
      onProgress: (state) => progress.update(state),
      ...(out === undefined ? {} : { out }),
    });
  } finally {
    progress.end();
  }
}

/** Undefined where nothing is to be written: one scenario, for a program that reads what is printed. */
function folderOf(
  session: Session,
  { name, scenarios }: Experiment,
  { out }: RunOptions,
): string | undefined {
  if (out !== undefined) return out;
  return scenarios.length === 1 && !session.isForPeople ? undefined : `${slugOf(name)}-run`;
}

interface Outcome {
  readonly experiment: Experiment;
  readonly result: RunResult;
  readonly summaries: readonly ScenarioSummary[];
  readonly out: string | undefined;
  readonly hasSeries: boolean;
}

async function tell(session: Session, outcome: Outcome): Promise<void> {
  const { experiment, result, summaries, out, hasSeries } = outcome;
  const documents = summaries.map((summary) => documentOf(summary, experiment, hasSeries));
  const page = out === undefined ? undefined : await pageOf(out, result);
  await session.print({
    value: documents.length === 1 ? documents[0] : documents,
    lines: () => [
      ...summaryLines(summaries, session.style),
      ...(page === undefined ? [] : ['', `The run is in ${out}; its page is ${page}.`]),
    ],
  });
}

/** Writes the page of a run. Its plots are loaded where there is a page to write. */
async function pageOf(out: string, result: RunResult): Promise<string> {
  const { writeReport } = await import('../../../what-if/run/write-report.js');
  return writeReport(out, toldRun(result));
}

/** What is printed of a scenario as JSON. */
function documentOf(
  summary: ScenarioSummary,
  { summary: kind, scenarios }: Experiment,
  hasSeries: boolean,
): object {
  const { series, ...document } = summary;
  if (kind === 'counts')
    return scenarios.length === 1 ? summary.counts : { name: summary.name, ...summary.counts };
  return hasSeries ? { ...document, series } : document;
}

function interruptedHint(done: number, all: number, out: string | undefined): readonly string[] {
  if (out === undefined) return ['Interrupted; nothing is kept without --out.'];
  return [
    `Interrupted; ${done} of ${all} scenarios are done, in ${out}.`,
    'The same command goes on from there; compare, explain and report work on what is done.',
  ];
}

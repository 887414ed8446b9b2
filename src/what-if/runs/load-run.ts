import { refusal } from '#libs/refusal';
import { RefusalError } from '../../errors/refusal-error.js';
import type { Sql } from '../../persistence/sql.js';
import {
  findWhatIfRun,
  listWhatIfScenarios,
  type WhatIfRunName,
  type WhatIfRunRow,
  type WhatIfScenarioRow,
} from '../../persistence/what-if-run.repository.js';
import type { RunReport } from '../report/run-report.js';

export interface LoadedRun {
  readonly run: WhatIfRunRow;
  readonly scenarios: readonly WhatIfScenarioRow[];
}

/** Throws `RefusalError` what-if-run-not-found. */
export async function requireRun(sql: Sql, name: WhatIfRunName): Promise<WhatIfRunRow> {
  const run = await findWhatIfRun(sql, name);
  if (run !== undefined) return run;
  throw new RefusalError(refusal('what-if-run-not-found', `what-if run ${name.name}`));
}

/** Throws `RefusalError` what-if-run-not-found. */
export async function loadRun(sql: Sql, name: WhatIfRunName): Promise<LoadedRun> {
  const run = await requireRun(sql, name);
  return { run, scenarios: await listWhatIfScenarios(sql, run.id) };
}

/** What is done of a run, for reports and comparisons. Throws what-if-run-not-found, what-if-run-unfinished. */
export async function loadTold(sql: Sql, name: WhatIfRunName): Promise<RunReport> {
  const { run, scenarios } = await loadRun(sql, name);
  const done = scenarios.flatMap(({ summary }) => summary ?? []);
  if (done.length === 0) {
    const detail = `no scenario of what-if run ${run.name} is done`;
    throw new RefusalError(refusal('what-if-run-unfinished', detail));
  }
  const skipped = scenarios.filter(({ summary }) => summary === null);
  return {
    name: run.experimentName,
    ...(run.question === null ? {} : { question: run.question }),
    version: run.version,
    scenarios: done,
    ...(skipped.length === 0 ? {} : { skippedScenarios: skipped.map((scenario) => scenario.name) }),
  };
}

import { createHash } from 'node:crypto';
import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DataSource, type EntityManager } from 'typeorm';
import { refusal } from '#libs/refusal';
import type { Catalogue } from '../../catalogue/load-catalogue.js';
import { productVersion } from '../../cli/version.js';
import { RefusalError } from '../../errors/refusal-error.js';
import { CATALOGUE } from '../../operations/tokens.js';
import {
  countUnfinishedForAdmission,
  deleteWhatIfRun,
  findWhatIfRun,
  insertWhatIfRun,
  type NewWhatIfRun,
  type WhatIfRunName,
  type WhatIfRunRow,
} from '../../persistence/what-if-run.repository.js';
import { scenarioSha256 } from '../experiment/scenario-hash.js';
import { loadRun } from '../runs/load-run.js';
import { MAX_UNFINISHED_RUNS, requireWithinLimits } from '../runs/run-limits.js';
import { requireValid, type SubmittedExperiment } from '../runs/submitted-experiment.js';
import { StartRunCommand, type StartedRun } from './start-run.command.js';

/** Checks the experiment as a whole (TORPOR-26) and records it; worker processes run it. */
@CommandHandler(StartRunCommand)
export class StartRunHandler implements ICommandHandler<StartRunCommand> {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(CATALOGUE) private readonly catalogue: Catalogue,
  ) {}

  /**
   * Throws `RefusalError` experiment-invalid, experiment-too-large, what-if-run-active, what-if-runs-full,
   * generation-conflict.
   */
  async execute({ run, submitted }: StartRunCommand): Promise<StartedRun> {
    const wanted = this.wantedRun(submitted);
    return this.database.transaction(async (sql) => {
      const before = await findWhatIfRun(sql, run, true);
      if (before === undefined || !isSame(before, wanted)) await record(sql, run, before, wanted);
      return { ...(await loadRun(sql, run)), isNew: before === undefined };
    });
  }

  private wantedRun(submitted: SubmittedExperiment): NewWhatIfRun {
    const experiment = requireValid(submitted, this.catalogue, 'properties.experiment');
    requireWithinLimits(experiment.scenarios);
    const { name, question, text, scenarios } = experiment;
    return {
      experiment: text,
      experimentSha256: createHash('sha256').update(text).digest('hex'),
      experimentName: name,
      ...(question === undefined ? {} : { question }),
      version: productVersion(),
      scenarios: scenarios.map((scenario) => ({ scenario, sha256: scenarioSha256(scenario) })),
    };
  }
}

/** A run that failed is begun anew. */
function isSame(before: WhatIfRunRow, wanted: NewWhatIfRun): boolean {
  return (
    before.status !== 'Failed' &&
    before.experimentSha256 === wanted.experimentSha256 &&
    before.version === wanted.version
  );
}

async function record(
  sql: EntityManager,
  run: WhatIfRunName,
  before: WhatIfRunRow | undefined,
  wanted: NewWhatIfRun,
): Promise<void> {
  if (before?.status === 'Accepted' || before?.status === 'Running') {
    throw new RefusalError(refusal('what-if-run-active', `what-if run ${before.name}`));
  }
  const underWay = await countUnfinishedForAdmission(sql);
  if (underWay >= MAX_UNFINISHED_RUNS) {
    throw new RefusalError(refusal('what-if-runs-full', `${underWay} what-if runs are under way`));
  }
  if (before !== undefined) await deleteWhatIfRun(sql, run);
  // Names keep the letter case in which they were first given (ARM-4).
  const isMade = await insertWhatIfRun(sql, { ...run, name: before?.name ?? run.name }, wanted);
  if (!isMade) {
    throw new RefusalError(refusal('generation-conflict', `what-if run ${run.name} was started meanwhile`));
  }
}

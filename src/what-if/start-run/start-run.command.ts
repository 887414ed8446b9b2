import { Command } from '@nestjs/cqrs';
import type { WhatIfRunName } from '../../persistence/what-if-run.repository.js';
import type { LoadedRun } from '../runs/load-run.js';
import type { SubmittedExperiment } from '../runs/submitted-experiment.js';

export interface StartedRun extends LoadedRun {
  readonly isNew: boolean;
}

/**
 * Has an experiment run under a name. The very same one that is there already, or under way, is left as it is: it would
 * give the same bytes. Another one takes the place of a run that has ended.
 */
export class StartRunCommand extends Command<StartedRun> {
  constructor(
    readonly run: WhatIfRunName,
    readonly submitted: SubmittedExperiment,
  ) {
    super();
  }
}

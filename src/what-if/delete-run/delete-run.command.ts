import { Command } from '@nestjs/cqrs';
import type { WhatIfRunName } from '../../persistence/what-if-run.repository.js';

/** Deletes a run with its results; one that is under way ends. False when there was none of this name. */
export class DeleteRunCommand extends Command<boolean> {
  constructor(readonly run: WhatIfRunName) {
    super();
  }
}

import { Query } from '@nestjs/cqrs';
import type { WhatIfRunName } from '../../persistence/what-if-run.repository.js';
import type { LoadedRun } from '../runs/load-run.js';

/** One run, with what came of its scenarios so far. */
export class GetRunQuery extends Query<LoadedRun> {
  constructor(readonly run: WhatIfRunName) {
    super();
  }
}

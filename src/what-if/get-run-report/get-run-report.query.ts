import { Query } from '@nestjs/cqrs';
import type { WhatIfRunName } from '../../persistence/what-if-run.repository.js';

/** What is done of a run, as one self-contained page. */
export class GetRunReportQuery extends Query<string> {
  constructor(readonly run: WhatIfRunName) {
    super();
  }
}

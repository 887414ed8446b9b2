import { Query } from '@nestjs/cqrs';
import type { WhatIfRunName } from '../../persistence/what-if-run.repository.js';
import type { RunComparison } from '../compare/run-comparison.js';

/** What changed from one run to another one of the subscription. */
export class CompareWithRunQuery extends Query<RunComparison> {
  constructor(
    readonly before: WhatIfRunName,
    readonly after: WhatIfRunName,
  ) {
    super();
  }
}

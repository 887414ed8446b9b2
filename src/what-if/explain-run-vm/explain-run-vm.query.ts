import { Query } from '@nestjs/cqrs';
import type { WhatIfRunName } from '../../persistence/what-if-run.repository.js';
import type { VmStory } from '../run/vm-story.js';

/** The whole story of one VM of a scenario: of the first one, unless another is named. */
export class ExplainRunVmQuery extends Query<VmStory> {
  constructor(
    readonly run: WhatIfRunName,
    /** Its name, or its number in the fleet. */
    readonly vm: string,
    readonly scenario?: string,
  ) {
    super();
  }
}

import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { refusal } from '#libs/refusal';
import { RefusalError } from '../../errors/refusal-error.js';
import { findWhatIfScenario } from '../../persistence/what-if-run.repository.js';
import { RunError } from '../run/run-error.js';
import type { VmStory } from '../run/vm-story.js';
import { requireRun } from '../runs/load-run.js';
import { StoryTeller } from '../runs/story-teller.js';
import { ExplainRunVmQuery } from './explain-run-vm.query.js';

@QueryHandler(ExplainRunVmQuery)
export class ExplainRunVmHandler implements IQueryHandler<ExplainRunVmQuery> {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(StoryTeller) private readonly stories: StoryTeller,
  ) {}

  /**
   * Throws `RefusalError` what-if-run-not-found, what-if-scenario-not-found, what-if-run-unfinished,
   * what-if-vm-not-found.
   */
  async execute({ run: name, vm, scenario: wanted }: ExplainRunVmQuery): Promise<VmStory> {
    const run = await requireRun(this.database, name);
    const found = await findWhatIfScenario(this.database, run.id, wanted);
    if (found === undefined) {
      const detail = `scenario ${wanted ?? ''} of what-if run ${run.name}`;
      throw new RefusalError(refusal('what-if-scenario-not-found', detail, { target: 'scenario' }));
    }
    if (found.summary === null) {
      throw new RefusalError(
        refusal('what-if-run-unfinished', `scenario ${found.name} of what-if run ${run.name} is not done`),
      );
    }
    try {
      return await this.stories.tell(found.scenario, vm);
    } catch (error) {
      if (!(error instanceof RunError) || error.kind !== 'not-found') throw error;
      const detail = `VM ${vm} of scenario ${found.name}`;
      throw new RefusalError(refusal('what-if-vm-not-found', detail, { target: 'vm' }));
    }
  }
}

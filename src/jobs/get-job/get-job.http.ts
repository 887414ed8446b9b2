import { Controller, Get, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ArmParam } from '../../arm/parameters.js';
import { emulatorPath } from '../../emulator-namespace/emulator-resource.js';
import { SUBSCRIPTION_ID } from '../../requests/path-names.js';
import { jobDocument, type JobDocument } from '../job-document.js';
import { GetJobQuery } from './get-job.query.js';

@Controller()
export class GetJobController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Get(emulatorPath('jobs/:jobName'))
  async get(
    @ArmParam('subscriptionId', SUBSCRIPTION_ID) subscriptionId: string,
    @ArmParam('jobName') name: string,
  ): Promise<JobDocument> {
    return jobDocument(await this.queries.execute(new GetJobQuery({ subscriptionId, name })));
  }
}

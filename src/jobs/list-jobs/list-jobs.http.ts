import { Controller, Get, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import { type ArmPage, armPage, ArmPageRequest, type PageRequest } from '../../arm/page.js';
import { ArmParam, ArmRequest } from '../../arm/parameters.js';
import { emulatorPath } from '../../emulator-namespace/emulator-resource.js';
import { SUBSCRIPTION_ID } from '../../requests/path-names.js';
import { jobDocument, type JobDocument } from '../job-document.js';
import { ListJobsQuery } from './list-jobs.query.js';

@Controller()
export class ListJobsController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Get(emulatorPath('jobs'))
  async list(
    @ArmParam('subscriptionId', SUBSCRIPTION_ID) subscriptionId: string,
    @ArmPageRequest() page: PageRequest,
    @ArmRequest() request: FastifyRequest,
  ): Promise<ArmPage<JobDocument>> {
    const jobs = await this.queries.execute(new ListJobsQuery(subscriptionId, page.limit + 1, page.after));
    return armPage(request, page, jobs.map(jobDocument), ({ name }) => name.toLowerCase());
  }
}

import { Controller, Get, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import { type ArmPage, armPage, ArmPageRequest, type PageRequest } from '../../arm/page.js';
import { ArmParam, ArmRequest } from '../../arm/parameters.js';
import { emulatorPath } from '../../emulator-namespace/emulator-resource.js';
import { SUBSCRIPTION_ID } from '../../requests/path-names.js';
import { runListDocument, type RunListDocument } from '../runs/run-document.js';
import { ListRunsQuery } from './list-runs.query.js';

@Controller()
export class ListRunsController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Get(emulatorPath('whatIfRuns'))
  async list(
    @ArmParam('subscriptionId', SUBSCRIPTION_ID) subscriptionId: string,
    @ArmPageRequest() page: PageRequest,
    @ArmRequest() request: FastifyRequest,
  ): Promise<ArmPage<RunListDocument>> {
    const runs = await this.queries.execute(new ListRunsQuery(subscriptionId, page.limit, page.after));
    const { value, ...link } = armPage(request, page, runs, ({ name }) => name.toLowerCase());
    return { value: value.map((run) => runListDocument(subscriptionId, run)), ...link };
  }
}

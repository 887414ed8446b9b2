import { Controller, Get, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import { type ArmPage, armPage, ArmPageRequest, type PageRequest } from '../../arm/page.js';
import { ArmParam, ArmRequest } from '../../arm/parameters.js';
import { emulatorPath } from '../../emulator-namespace/emulator-resource.js';
import { SUBSCRIPTION_ID } from '../../requests/path-names.js';
import { faultDocument, type FaultDocument } from '../fault-document.js';
import { ListFaultsQuery } from './list-faults.query.js';

@Controller()
export class ListFaultsController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Get(emulatorPath('faults'))
  async list(
    @ArmParam('subscriptionId', SUBSCRIPTION_ID) subscriptionId: string,
    @ArmPageRequest() page: PageRequest,
    @ArmRequest() request: FastifyRequest,
  ): Promise<ArmPage<FaultDocument>> {
    const query = new ListFaultsQuery(subscriptionId, page.limit + 1, page.after);
    const faults = await this.queries.execute(query);
    const documents = faults.map((fault) => faultDocument(fault));
    return armPage(request, page, documents, ({ name }) => name.toLowerCase());
  }
}

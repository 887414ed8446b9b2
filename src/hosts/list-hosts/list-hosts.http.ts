import { Controller, Get, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import { type ArmPage, armPageOfAll, ArmPageRequest, type PageRequest } from '../../arm/page.js';
import { ArmParam, ArmRequest } from '../../arm/parameters.js';
import { emulatorPath } from '../../emulator-namespace/emulator-resource.js';
import { SUBSCRIPTION_ID } from '../../requests/path-names.js';
import { hostDocument, type HostDocument } from '../host-document.js';
import { ListHostsQuery } from './list-hosts.query.js';

@Controller()
export class ListHostsController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Get(emulatorPath('hosts'))
  async list(
    @ArmParam('subscriptionId', SUBSCRIPTION_ID) subscriptionId: string,
    @ArmPageRequest() page: PageRequest,
    @ArmRequest() request: FastifyRequest,
  ): Promise<ArmPage<HostDocument>> {
    const hosts = await this.queries.execute(new ListHostsQuery());
    const documents = hosts.map((host) => hostDocument(subscriptionId, host));
    return armPageOfAll(request, page, documents, ({ name }) => name.toLowerCase());
  }
}

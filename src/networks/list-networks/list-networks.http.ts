import { Controller, Get, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import { inGroup, inSubscription } from '../../arm/arm-path.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { armPage, ArmPageRequest, type ArmPage, type PageRequest } from '../../arm/page.js';
import { ArmParam, ArmRequest } from '../../arm/parameters.js';
import type { GroupName } from '../../persistence/group.repository.js';
import { listKey, type ResourceListScope } from '../../persistence/resource-list.js';
import { PathGroup, SUBSCRIPTION_ID } from '../../requests/path-names.js';
import { networkDocument, type NetworkDocument } from '../network-document.js';
import { ListNetworksQuery } from './list-networks.query.js';

@Controller()
export class ListNetworksController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Covers({ does: 'Lists the networks of a group, in pages' })
  @Get(inGroup('Microsoft.Network', 'virtualNetworks'))
  listGroup(
    @PathGroup() group: GroupName,
    @ArmPageRequest() page: PageRequest,
    @ArmRequest() request: FastifyRequest,
  ): Promise<ArmPage<NetworkDocument>> {
    return this.list(request, page, group);
  }

  @Covers({ does: 'Lists the networks of a subscription, in pages' })
  @Get(inSubscription('Microsoft.Network', 'virtualNetworks'))
  listSubscription(
    @ArmParam('subscriptionId', SUBSCRIPTION_ID) subscriptionId: string,
    @ArmPageRequest() page: PageRequest,
    @ArmRequest() request: FastifyRequest,
  ): Promise<ArmPage<NetworkDocument>> {
    return this.list(request, page, { subscriptionId });
  }

  private async list(
    request: FastifyRequest,
    page: PageRequest,
    scope: Pick<ResourceListScope, 'subscriptionId' | 'groupName'>,
  ): Promise<ArmPage<NetworkDocument>> {
    const networks = await this.queries.execute(new ListNetworksQuery({ ...scope, ...page }));
    const { value, ...link } = armPage(request, page, networks, listKey);
    return { value: value.map((network) => networkDocument(network)), ...link };
  }
}

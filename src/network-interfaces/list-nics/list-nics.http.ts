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
import { nicDocument, type NicDocument } from '../nic-document.js';
import { ListNicsQuery } from './list-nics.query.js';

@Controller()
export class ListNicsController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Covers({ does: 'Lists the NICs of a group, in pages' })
  @Get(inGroup('Microsoft.Network', 'networkInterfaces'))
  listGroup(
    @PathGroup() group: GroupName,
    @ArmPageRequest() page: PageRequest,
    @ArmRequest() request: FastifyRequest,
  ): Promise<ArmPage<NicDocument>> {
    return this.list(request, page, group);
  }

  @Covers({ does: 'Lists the NICs of a subscription, in pages' })
  @Get(inSubscription('Microsoft.Network', 'networkInterfaces'))
  listSubscription(
    @ArmParam('subscriptionId', SUBSCRIPTION_ID) subscriptionId: string,
    @ArmPageRequest() page: PageRequest,
    @ArmRequest() request: FastifyRequest,
  ): Promise<ArmPage<NicDocument>> {
    return this.list(request, page, { subscriptionId });
  }

  private async list(
    request: FastifyRequest,
    page: PageRequest,
    scope: Pick<ResourceListScope, 'subscriptionId' | 'groupName'>,
  ): Promise<ArmPage<NicDocument>> {
    const nics = await this.queries.execute(new ListNicsQuery({ ...scope, ...page }));
    const { value, ...link } = armPage(request, page, nics, listKey);
    return { value: value.map(nicDocument), ...link };
  }
}

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
import type { DiskDocument } from '../disk-document.js';
import { ListDisksQuery } from './list-disks.query.js';

@Controller()
export class ListDisksController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Covers({ does: 'Lists the disks of a group, in pages' })
  @Get(inGroup('Microsoft.Compute', 'disks'))
  listGroup(
    @PathGroup() group: GroupName,
    @ArmPageRequest() page: PageRequest,
    @ArmRequest() request: FastifyRequest,
  ): Promise<ArmPage<DiskDocument>> {
    return this.list(request, page, group);
  }

  @Covers({ does: 'Lists the disks of a subscription, in pages' })
  @Get(inSubscription('Microsoft.Compute', 'disks'))
  listSubscription(
    @ArmParam('subscriptionId', SUBSCRIPTION_ID) subscriptionId: string,
    @ArmPageRequest() page: PageRequest,
    @ArmRequest() request: FastifyRequest,
  ): Promise<ArmPage<DiskDocument>> {
    return this.list(request, page, { subscriptionId });
  }

  private async list(
    request: FastifyRequest,
    page: PageRequest,
    scope: Pick<ResourceListScope, 'subscriptionId' | 'groupName'>,
  ): Promise<ArmPage<DiskDocument>> {
    const disks = await this.queries.execute(new ListDisksQuery({ ...scope, ...page }));
    const { value, ...link } = armPage(request, page, disks, ({ disk }) => listKey(disk));
    return { value: value.map(({ document }) => document), ...link };
  }
}

import { Controller, Get, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { inGroup, inLocation, inSubscription } from '../../arm/arm-path.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { armPage, ArmPageRequest, type ArmPage, type PageRequest } from '../../arm/page.js';
import { ArmParam, ArmQuery, ArmRequest, queryFlag } from '../../arm/parameters.js';
import type { GroupName } from '../../persistence/group.repository.js';
import { listKey } from '../../persistence/resource-list.js';
import type { VmListScope } from '../../persistence/vm-view.repository.js';
import { armWord, LOCATION } from '../../requests/arm-schemas.js';
import { PathGroup, SUBSCRIPTION_ID } from '../../requests/path-names.js';
import { vmResource, vmResourceWithView, type VmResource } from '../vm-resource.js';
import { ListVmsQuery } from './list-vms.query.js';

/** The only filter that Azure has for VMs is by scale set. */
const SCALE_SET_FILTER = /^\s*'?virtualMachineScaleSet\/id'?\s+eq\s+'[^']*'\s*$/i;

const QUERY = z.object({
  $filter: z
    .string()
    .refine(
      (text) => text === '' || SCALE_SET_FILTER.test(text),
      `knows no form but 'virtualMachineScaleSet/id' eq '...' for VMs`,
    )
    .optional(),
  $expand: armWord('instanceView').optional(),
  statusOnly: queryFlag(),
});
type ListQuery = z.output<typeof QUERY>;

@Controller()
export class ListVmsController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Covers({ does: 'Lists the VMs of a group, in pages; a filter by scale set finds none' })
  @Get(inGroup('Microsoft.Compute', 'virtualMachines'))
  listGroup(
    @PathGroup() group: GroupName,
    @ArmQuery(QUERY) query: ListQuery,
    @ArmPageRequest() page: PageRequest,
    @ArmRequest() request: FastifyRequest,
  ): Promise<ArmPage<VmResource>> {
    return this.list(request, query, { ...page, ...group });
  }

  @Covers({ does: 'Lists the VMs of a subscription, in pages; a filter by scale set finds none' })
  @Get(inSubscription('Microsoft.Compute', 'virtualMachines'))
  listSubscription(
    @ArmParam('subscriptionId', SUBSCRIPTION_ID) subscriptionId: string,
    @ArmQuery(QUERY) query: ListQuery,
    @ArmPageRequest() page: PageRequest,
    @ArmRequest() request: FastifyRequest,
  ): Promise<ArmPage<VmResource>> {
    return this.list(request, query, { ...page, subscriptionId });
  }

  @Covers({ does: 'Lists the VMs of a location, in pages; a filter by scale set finds none' })
  @Get(inLocation('Microsoft.Compute', 'virtualMachines'))
  listLocation(
    @ArmParam('subscriptionId', SUBSCRIPTION_ID) subscriptionId: string,
    @ArmParam('location', LOCATION) location: string,
    @ArmQuery(QUERY) query: ListQuery,
    @ArmPageRequest() page: PageRequest,
    @ArmRequest() request: FastifyRequest,
  ): Promise<ArmPage<VmResource>> {
    return this.list(request, query, { ...page, subscriptionId, location });
  }

  private async list(
    request: FastifyRequest,
    { $filter = '', $expand, statusOnly }: ListQuery,
    scope: VmListScope,
  ): Promise<ArmPage<VmResource>> {
    const vms = await this.queries.execute(new ListVmsQuery(scope));
    // There are no scale sets: no VM is in one.
    if ($filter !== '') return { value: [] };
    const { value, ...link } = armPage(request, scope, vms, listKey);
    const show = statusOnly
      ? (vm: (typeof vms)[number]) => vmResourceWithView(vm, 'statuses')
      : $expand === 'instanceView'
        ? (vm: (typeof vms)[number]) => vmResourceWithView(vm)
        : vmResource;
    return { value: value.map(show), ...link };
  }
}

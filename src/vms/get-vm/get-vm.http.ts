import { Controller, Get, Inject, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { inGroup, onVm } from '../../arm/arm-path.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { ArmQuery, ArmReply } from '../../arm/parameters.js';
import type { VmName } from '../../persistence/vm-facts.repository.js';
import { armWord } from '../../requests/arm-schemas.js';
import { MissingGroupInterceptor } from '../../requests/missing-group.interceptor.js';
import { PathVm } from '../../requests/path-names.js';
import { instanceView, type InstanceViewDocument } from '../instance-view.js';
import {
  vmEtag,
  vmResource,
  vmResourceWithUserData,
  vmResourceWithView,
  type VmResource,
} from '../vm-resource.js';
import { GetVmQuery } from './get-vm.query.js';

const QUERY = z.object({ $expand: armWord('instanceView', 'userData').optional() });

@Controller()
@UseInterceptors(MissingGroupInterceptor)
export class GetVmController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Covers({ does: 'Shows a VM, on request with its instance view or user data' })
  @Get(inGroup('Microsoft.Compute', 'virtualMachines/:vmName'))
  async get(
    @PathVm() name: VmName,
    @ArmQuery(QUERY) { $expand }: z.output<typeof QUERY>,
    @ArmReply() reply: FastifyReply,
  ): Promise<VmResource> {
    const vm = await this.queries.execute(new GetVmQuery(name));
    if ($expand === 'instanceView') return vmResourceWithView(vm);
    reply.header('ETag', vmEtag(vm));
    return $expand === 'userData' ? vmResourceWithUserData(vm) : vmResource(vm);
  }

  @Covers({
    does: 'Shows the statuses of a VM: power state, hibernation state, guest agent, disks, extensions',
  })
  @Get(onVm('instanceView'))
  async instanceView(@PathVm() name: VmName): Promise<InstanceViewDocument> {
    return instanceView(await this.queries.execute(new GetVmQuery(name)));
  }
}

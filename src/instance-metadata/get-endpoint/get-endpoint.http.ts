import { Controller, Inject, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import { ArmPost } from '../../arm/answers.js';
import { originOf } from '../../arm/absolute-url.js';
import { onVm } from '../../arm/arm-path.js';
import { ArmRequest } from '../../arm/parameters.js';
import { EMULATOR } from '../../emulator-namespace/emulator-resource.js';
import { vmResourceId } from '../../operations/begin-vm-operation.js';
import type { VmName } from '../../persistence/vm-facts.repository.js';
import { MissingGroupInterceptor } from '../../requests/missing-group.interceptor.js';
import { PathVm } from '../../requests/path-names.js';
import { metadataEndpoint } from '../instance-path.js';
import { GetEndpointQuery } from './get-endpoint.query.js';

/**
 * Where the metadata service of a VM is. The address is a secret: whoever has it is taken for the guest, and so
 * it is an action of its own, which readers of the VM may not do.
 */
@Controller()
@UseInterceptors(MissingGroupInterceptor)
export class GetEndpointController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @ArmPost(onVm(`providers/${EMULATOR}/instanceMetadata`))
  async get(@PathVm() name: VmName, @ArmRequest() request: FastifyRequest) {
    const { vm, key } = await this.queries.execute(new GetEndpointQuery(name));
    const endpoint = metadataEndpoint(originOf(request), key);
    return {
      id: `${vmResourceId(vm)}/providers/${EMULATOR}/instanceMetadata/default`,
      name: 'default',
      type: `${EMULATOR}/instanceMetadata`,
      properties: { endpoint, identityEndpoint: `${endpoint}/identity`, identityHeader: key },
    };
  }
}

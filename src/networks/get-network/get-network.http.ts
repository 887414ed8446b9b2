import { Controller, Get, Inject, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { inGroup } from '../../arm/arm-path.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { ArmReply } from '../../arm/parameters.js';
import type { ArmName } from '../../persistence/vm-parts.repository.js';
import { MissingGroupInterceptor } from '../../requests/missing-group.interceptor.js';
import { PathResource } from '../../requests/path-names.js';
import { networkDocument, networkEtag, type NetworkDocument } from '../network-document.js';
import { GetNetworkQuery } from './get-network.query.js';

@Controller()
@UseInterceptors(MissingGroupInterceptor)
export class GetNetworkController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Covers({ does: 'Shows a network with its subnets and the NICs in them' })
  @Get(inGroup('Microsoft.Network', 'virtualNetworks/:networkName'))
  async get(
    @PathResource('networkName', 'vnet') name: ArmName,
    @ArmReply() reply: FastifyReply,
  ): Promise<NetworkDocument> {
    const network = await this.queries.execute(new GetNetworkQuery(name));
    reply.header('ETag', networkEtag(network));
    return networkDocument(network);
  }
}

import { Controller, Get, Inject, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { armName } from '../../arm/arm-name.js';
import { inGroup } from '../../arm/arm-path.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { armPageOfAll, ArmPageRequest, type ArmPage, type PageRequest } from '../../arm/page.js';
import { ArmParam, ArmReply, ArmRequest } from '../../arm/parameters.js';
import type { ArmName } from '../../persistence/vm-parts.repository.js';
import { MissingGroupInterceptor } from '../../requests/missing-group.interceptor.js';
import { PathResource } from '../../requests/path-names.js';
import { GetNetworkQuery } from '../get-network/get-network.query.js';
import { networkEtag, subnetDocument, type SubnetDocument } from '../network-document.js';
import { requireSubnet } from '../subnet-of-network.js';

/** Subnets are read with their network: a network has few, and one statement brings them all. */
@Controller()
@UseInterceptors(MissingGroupInterceptor)
export class GetSubnetController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Covers({ does: 'Lists the subnets of a network, in pages' })
  @Get(inGroup('Microsoft.Network', 'virtualNetworks/:networkName/subnets'))
  async list(
    @PathResource('networkName', 'vnet') networkName: ArmName,
    @ArmPageRequest() page: PageRequest,
    @ArmRequest() request: FastifyRequest,
  ): Promise<ArmPage<SubnetDocument>> {
    const network = await this.queries.execute(new GetNetworkQuery(networkName));
    const subnets = network.subnets.map((subnet) => subnetDocument(network, subnet));
    return armPageOfAll(request, page, subnets, ({ name }) => name.toLowerCase());
  }

  @Covers({ does: 'Shows a subnet with the NICs in it' })
  @Get(inGroup('Microsoft.Network', 'virtualNetworks/:networkName/subnets/:subnetName'))
  async get(
    @PathResource('networkName', 'vnet') networkName: ArmName,
    @ArmParam('subnetName', armName('subnet')) name: string,
    @ArmReply() reply: FastifyReply,
  ): Promise<SubnetDocument> {
    const network = await this.queries.execute(new GetNetworkQuery(networkName));
    const subnet = requireSubnet(network, name);
    reply.header('ETag', networkEtag(subnet));
    return subnetDocument(network, subnet);
  }
}

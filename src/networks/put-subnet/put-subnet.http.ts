import { Controller, Inject, Put, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { armName } from '../../arm/arm-name.js';
import { inGroup } from '../../arm/arm-path.js';
import { ArmBody } from '../../arm/body.js';
import { presentOf, warnIgnored } from '../../arm/ignored-members.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { ArmParam, ArmReply } from '../../arm/parameters.js';
import type { ArmName } from '../../persistence/vm-parts.repository.js';
import { MissingGroupInterceptor } from '../../requests/missing-group.interceptor.js';
import { acceptNetworkOperation } from '../../requests/network-operation.js';
import { PathResource } from '../../requests/path-names.js';
import { RequestPrecondition, type Precondition } from '../../requests/precondition.js';
import { networkEtag, subnetDocument, type SubnetDocument } from '../network-document.js';
import { IGNORED_OF_SUBNET, SUBNET_BODY, type SubnetBody } from '../network.dto.js';
import { PutSubnetCommand } from './put-subnet.command.js';

@Controller()
@UseInterceptors(MissingGroupInterceptor)
export class PutSubnetController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  @Covers({
    does: 'Makes or replaces a subnet; its range is checked and NICs get addresses of it, nothing is routed or filtered',
    ignores: IGNORED_OF_SUBNET,
  })
  @Put(inGroup('Microsoft.Network', 'virtualNetworks/:networkName/subnets/:subnetName'))
  async put(
    @PathResource('networkName', 'vnet') networkName: ArmName,
    @ArmParam('subnetName', armName('subnet')) name: string,
    @ArmBody(SUBNET_BODY) { properties }: SubnetBody,
    @RequestPrecondition() precondition: Precondition,
    @ArmReply() reply: FastifyReply,
  ): Promise<SubnetDocument> {
    const { isNew, network, subnet, operationId } = await this.commands.execute(
      new PutSubnetCommand(networkName, { name, properties }, precondition),
    );
    acceptNetworkOperation(reply, isNew ? 'create' : 'update', { ...network, operationId });
    warnIgnored(reply, presentOf(IGNORED_OF_SUBNET, { properties }));
    reply.header('ETag', networkEtag(subnet));
    return subnetDocument(network, subnet, 'Updating');
  }
}

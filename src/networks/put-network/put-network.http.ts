import { Controller, Inject, Put, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { inGroup } from '../../arm/arm-path.js';
import { ArmBody } from '../../arm/body.js';
import { presentOf, warnIgnored } from '../../arm/ignored-members.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { ArmReply } from '../../arm/parameters.js';
import type { ArmName } from '../../persistence/vm-parts.repository.js';
import { MissingGroupInterceptor } from '../../requests/missing-group.interceptor.js';
import { acceptNetworkOperation } from '../../requests/network-operation.js';
import { PathResource } from '../../requests/path-names.js';
import { RequestPrecondition, type Precondition } from '../../requests/precondition.js';
import { networkDocument, networkEtag, type NetworkDocument } from '../network-document.js';
import { IGNORED_OF_NETWORK, NETWORK_BODY, wantedNetwork, type NetworkBody } from '../network.dto.js';
import { PutNetworkCommand } from './put-network.command.js';

@Controller()
@UseInterceptors(MissingGroupInterceptor)
export class PutNetworkController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  @Covers({
    does: 'Makes or replaces a network; its address space and the ranges of its subnets are checked, nothing is routed or filtered',
    ignores: IGNORED_OF_NETWORK,
  })
  @Put(inGroup('Microsoft.Network', 'virtualNetworks/:networkName'))
  async put(
    @PathResource('networkName', 'vnet') name: ArmName,
    @ArmBody(NETWORK_BODY) body: NetworkBody,
    @RequestPrecondition() precondition: Precondition,
    @ArmReply() reply: FastifyReply,
  ): Promise<NetworkDocument> {
    const { isNew, network, operationId } = await this.commands.execute(
      new PutNetworkCommand(name, wantedNetwork(body), precondition),
    );
    acceptNetworkOperation(reply, isNew ? 'create' : 'update', { ...network, operationId });
    warnIgnored(reply, presentOf(IGNORED_OF_NETWORK, body));
    reply.header('ETag', networkEtag(network));
    return networkDocument(network, 'Updating');
  }
}

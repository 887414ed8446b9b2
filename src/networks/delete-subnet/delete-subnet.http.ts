import { Controller, Delete, Inject } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { answerDelete } from '../../arm/answers.js';
import { armName } from '../../arm/arm-name.js';
import { inGroup } from '../../arm/arm-path.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { ArmParam, ArmReply } from '../../arm/parameters.js';
import type { ArmName } from '../../persistence/vm-parts.repository.js';
import { acceptNetworkOperation } from '../../requests/network-operation.js';
import { PathResource } from '../../requests/path-names.js';
import { RequestPrecondition, type Precondition } from '../../requests/precondition.js';
import { DeleteSubnetCommand } from './delete-subnet.command.js';

@Controller()
export class DeleteSubnetController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  @Covers({ does: 'Deletes a subnet, unless a NIC is in it' })
  @Delete(inGroup('Microsoft.Network', 'virtualNetworks/:networkName/subnets/:subnetName'))
  async delete(
    @PathResource('networkName', 'vnet') networkName: ArmName,
    @ArmParam('subnetName', armName('subnet')) name: string,
    @RequestPrecondition() precondition: Precondition,
    @ArmReply() reply: FastifyReply,
  ): Promise<void> {
    const deleted = await this.commands.execute(new DeleteSubnetCommand(networkName, name, precondition));
    if (deleted === undefined) answerDelete(reply, false);
    else acceptNetworkOperation(reply, 'delete', deleted);
  }
}

import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { deleteSubnet, findNetwork, writeNetwork } from '../../persistence/network.repository.js';
import { insertResourceOperation } from '../../persistence/resource-operation.repository.js';
import { preconditionRefusal } from '../../requests/precondition.js';
import { throwIfRefused } from '../../requests/throw-if-refused.js';
import { networkEtag, subnetId } from '../network-document.js';
import { subnetChangeRefusal } from '../subnet-changes.js';
import { findSubnet } from '../subnet-of-network.js';
import { DeleteSubnetCommand, type DeletedSubnet } from './delete-subnet.command.js';

@CommandHandler(DeleteSubnetCommand)
export class DeleteSubnetHandler implements ICommandHandler<DeleteSubnetCommand> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws network-in-use and precondition-failed. */
  execute({ networkName, name, precondition }: DeleteSubnetCommand): Promise<DeletedSubnet | undefined> {
    return this.database.transaction(async (sql) => {
      const network = await findNetwork(sql, networkName, true);
      const subnet = network && findSubnet(network, name);
      if (network === undefined || subnet === undefined) return undefined;
      throwIfRefused(preconditionRefusal(precondition, networkEtag(subnet)));
      throwIfRefused(subnetChangeRefusal(network, { written: [], removed: [subnet] }));
      await deleteSubnet(sql, subnet.id);
      await writeNetwork(sql, network.id, {});
      const { subscriptionId, location } = network;
      const operationId = await insertResourceOperation(sql, {
        subscriptionId,
        location,
        provider: 'Microsoft.Network',
        resourceId: subnetId(network, subnet.name),
        output: null,
      });
      return { operationId, subscriptionId, location };
    });
  }
}

import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { deleteNetwork, findNetwork } from '../../persistence/network.repository.js';
import { insertResourceOperation } from '../../persistence/resource-operation.repository.js';
import { preconditionRefusal } from '../../requests/precondition.js';
import { throwIfRefused } from '../../requests/throw-if-refused.js';
import { networkEtag, networkId } from '../network-document.js';
import { subnetChangeRefusal } from '../subnet-changes.js';
import { DeleteNetworkCommand, type DeletedNetwork } from './delete-network.command.js';

@CommandHandler(DeleteNetworkCommand)
export class DeleteNetworkHandler implements ICommandHandler<DeleteNetworkCommand> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws network-in-use and precondition-failed. */
  execute({ name, precondition }: DeleteNetworkCommand): Promise<DeletedNetwork | undefined> {
    return this.database.transaction(async (sql) => {
      const network = await findNetwork(sql, name, true);
      if (network === undefined) return undefined;
      throwIfRefused(preconditionRefusal(precondition, networkEtag(network)));
      throwIfRefused(subnetChangeRefusal(network, { written: [], removed: network.subnets }));
      await deleteNetwork(sql, network.id);
      const { subscriptionId, location } = network;
      const operationId = await insertResourceOperation(sql, {
        subscriptionId,
        location,
        provider: 'Microsoft.Network',
        resourceId: networkId(network),
        output: null,
      });
      return { operationId, subscriptionId, location };
    });
  }
}

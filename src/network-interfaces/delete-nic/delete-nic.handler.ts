import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { refusal } from '#libs/refusal';
import { networkEtag } from '../../networks/network-document.js';
import { deleteNic, findNic } from '../../persistence/network-interface.repository.js';
import { lockPart } from '../../persistence/part-owner.repository.js';
import { insertResourceOperation } from '../../persistence/resource-operation.repository.js';
import { preconditionRefusal } from '../../requests/precondition.js';
import { throwIfRefused } from '../../requests/throw-if-refused.js';
import { nicId } from '../nic-document.js';
import { DeleteNicCommand, type DeletedNic } from './delete-nic.command.js';

@CommandHandler(DeleteNicCommand)
export class DeleteNicHandler implements ICommandHandler<DeleteNicCommand> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws nic-in-use and precondition-failed. */
  execute({ name, precondition }: DeleteNicCommand): Promise<DeletedNic | undefined> {
    return this.database.transaction(async (sql) => {
      await lockPart(sql, 'network_interface', name);
      const nic = await findNic(sql, name);
      if (nic === undefined) return undefined;
      throwIfRefused(preconditionRefusal(precondition, networkEtag(nic)));
      if (nic.vm !== null) {
        throwIfRefused(refusal('nic-in-use', `NIC ${nic.name} belongs to VM ${nic.vm.vmName}`));
      }
      await deleteNic(sql, nic.id);
      const { subscriptionId, location } = nic;
      const operationId = await insertResourceOperation(sql, {
        subscriptionId,
        location,
        provider: 'Microsoft.Network',
        resourceId: nicId(nic),
        output: null,
      });
      return { operationId, subscriptionId, location };
    });
  }
}

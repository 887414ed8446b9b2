import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DataSource, type EntityManager } from 'typeorm';
import { refusal } from '#libs/refusal';
import { RefusalError } from '../../errors/refusal-error.js';
import { openGroup } from '../../persistence/group.repository.js';
import {
  deleteSubnet,
  findNetwork,
  insertNetwork,
  requireNetwork,
  writeNetwork,
  writeSubnet,
  type NetworkRow,
} from '../../persistence/network.repository.js';
import { insertResourceOperation } from '../../persistence/resource-operation.repository.js';
import { preconditionRefusal } from '../../requests/precondition.js';
import { throwIfRefused } from '../../requests/throw-if-refused.js';
import { addressPlanRefusal } from '../address-plan.js';
import { networkEtag, networkId } from '../network-document.js';
import type { WantedNetwork, WantedSubnet } from '../network.dto.js';
import { subnetChangeRefusal, subnetChanges } from '../subnet-changes.js';
import { resolveSecurityGroups, writeSecurityGroups } from '../subnet-security-groups.js';
import { PutNetworkCommand, type PutNetworkResult } from './put-network.command.js';

@CommandHandler(PutNetworkCommand)
export class PutNetworkHandler implements ICommandHandler<PutNetworkCommand> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws `RefusalError`; the transaction is rolled back with it (TORPOR-3). */
  execute({ name, wanted, precondition }: PutNetworkCommand): Promise<PutNetworkResult> {
    return this.database.transaction(async (sql) => {
      const group = await openGroup(sql, name);
      const before = await findNetwork(sql, name, true);
      throwIfRefused(preconditionRefusal(precondition, before && networkEtag(before)));
      if (before === undefined) await make(sql, group.id, name.name, wanted);
      else await change(sql, before, wanted);
      const network = await requireNetwork(sql, name);
      const operationId = await insertResourceOperation(sql, {
        subscriptionId: network.subscriptionId,
        location: network.location,
        provider: 'Microsoft.Network',
        resourceId: networkId(network),
        output: null,
      });
      return { isNew: before === undefined, network, operationId };
    });
  }
}

async function make(sql: EntityManager, groupId: string, name: string, wanted: WantedNetwork): Promise<void> {
  const subnets = await resolveSecurityGroups(sql, wanted.subnets ?? [], wanted.location);
  throwIfRefused(addressPlanRefusal(planOf(wanted, subnets)));
  const id = await insertNetwork(sql, groupId, name, wanted);
  if (id === undefined) {
    throw new RefusalError(refusal('generation-conflict', `network ${name} was made at the same time`));
  }
  for (const subnet of subnets) await writeSubnet(sql, id, subnet.name, subnet.properties);
  await writeSecurityGroups(sql, id, subnets);
}

async function change(sql: EntityManager, before: NetworkRow, wanted: WantedNetwork): Promise<void> {
  if (before.location !== wanted.location) {
    throw new RefusalError(
      refusal('property-immutable', `network ${before.name} is in ${before.location}`, {
        target: 'location',
      }),
    );
  }
  const subnets = await resolveSecurityGroups(sql, wanted.subnets ?? before.subnets, before.location);
  throwIfRefused(addressPlanRefusal(planOf(wanted, subnets)));
  const changes = subnetChanges(before, subnets);
  throwIfRefused(subnetChangeRefusal(before, changes));
  for (const subnet of changes.removed) await deleteSubnet(sql, subnet.id);
  for (const subnet of changes.written) await writeSubnet(sql, before.id, subnet.name, subnet.properties);
  await writeSecurityGroups(sql, before.id, subnets);
  await writeNetwork(sql, before.id, wanted);
}

function planOf({ properties }: WantedNetwork, subnets: readonly WantedSubnet[]) {
  return {
    addressPrefixes: properties.addressPrefixes,
    subnets: subnets.map(({ name, properties: { addressPrefix } }) => ({ name, addressPrefix })),
  };
}

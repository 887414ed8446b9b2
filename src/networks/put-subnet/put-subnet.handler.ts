import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { openGroup } from '../../persistence/group.repository.js';
import { requireNetwork, writeNetwork, writeSubnet } from '../../persistence/network.repository.js';
import { insertResourceOperation } from '../../persistence/resource-operation.repository.js';
import { preconditionRefusal } from '../../requests/precondition.js';
import { throwIfRefused } from '../../requests/throw-if-refused.js';
import { addressPlanRefusal } from '../address-plan.js';
import { networkEtag, subnetId } from '../network-document.js';
import { findSubnet, requireSubnet } from '../subnet-of-network.js';
import { isNamed, subnetChangeRefusal } from '../subnet-changes.js';
import { resolveSecurityGroups, writeSecurityGroups } from '../subnet-security-groups.js';
import { PutSubnetCommand, type PutSubnetResult } from './put-subnet.command.js';

@CommandHandler(PutSubnetCommand)
export class PutSubnetHandler implements ICommandHandler<PutSubnetCommand> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws `RefusalError`; the transaction is rolled back with it (TORPOR-3). */
  execute({ networkName, wanted, precondition }: PutSubnetCommand): Promise<PutSubnetResult> {
    return this.database.transaction(async (sql) => {
      await openGroup(sql, networkName);
      const before = await requireNetwork(sql, networkName, true);
      const existing = findSubnet(before, wanted.name);
      throwIfRefused(preconditionRefusal(precondition, existing && networkEtag(existing)));
      throwIfRefused(subnetChangeRefusal(before, { written: [wanted], removed: [] }));
      const others = before.subnets.filter(({ name }) => !isNamed({ name }, wanted.name));
      throwIfRefused(
        addressPlanRefusal({
          addressPrefixes: before.properties.addressPrefixes,
          subnets: [...others, wanted].map(({ name, properties: { addressPrefix } }) => ({
            name,
            addressPrefix,
          })),
        }),
      );
      const resolved = await resolveSecurityGroups(sql, [wanted], before.location);
      for (const subnet of resolved) await writeSubnet(sql, before.id, subnet.name, subnet.properties);
      await writeSecurityGroups(sql, before.id, resolved);
      await writeNetwork(sql, before.id, {});
      const network = await requireNetwork(sql, networkName);
      const subnet = requireSubnet(network, wanted.name);
      const operationId = await insertResourceOperation(sql, {
        subscriptionId: network.subscriptionId,
        location: network.location,
        provider: 'Microsoft.Network',
        resourceId: subnetId(network, subnet.name),
        output: null,
      });
      return { isNew: existing === undefined, network, subnet, operationId };
    });
  }
}

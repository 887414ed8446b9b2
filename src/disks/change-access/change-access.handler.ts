import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DataSource, type EntityManager } from 'typeorm';
import { refusal } from '#libs/refusal';
import { resourceId } from '../../arm/arm-id.js';
import { RefusalError } from '../../errors/refusal-error.js';
import { grantAccess, revokeAccess } from '../../persistence/disk-access.repository.js';
import { findDisk } from '../../persistence/disk.repository.js';
import { findKept } from '../../persistence/kept-resource.repository.js';
import { lockPart, ownerRefusal } from '../../persistence/part-owner.repository.js';
import { insertResourceOperation } from '../../persistence/resource-operation.repository.js';
import type { ArmName } from '../../persistence/vm-parts.repository.js';
import { throwIfRefused } from '../../requests/throw-if-refused.js';
import { accessLink } from '../access-link.js';
import { SNAPSHOT_TYPE } from '../copy-source.js';
import { diskId } from '../disk-document.js';
import { diskNotFound } from '../disk-not-found.js';
import { ChangeAccessCommand, type AccessChange, type ChangedAccess } from './change-access.command.js';

interface Accessed {
  readonly id: string;
  readonly resourceId: string;
  readonly subscriptionId: string;
  readonly location: string;
}

@CommandHandler(ChangeAccessCommand)
export class ChangeAccessHandler implements ICommandHandler<ChangeAccessCommand> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws disk-not-found, resource-not-found, and disk-in-use for a disk that a VM on a host has open. */
  execute({ of, name, change }: ChangeAccessCommand): Promise<ChangedAccess> {
    return this.database.transaction(async (sql) => {
      const accessed = of === 'disk' ? await lockedDisk(sql, name, change) : await lockedSnapshot(sql, name);
      const { subscriptionId, location } = accessed;
      if (change.kind === 'grant') await grantAccess(sql, of, accessed.id, change);
      else await revokeAccess(sql, of, accessed.id);
      const operationId = await insertResourceOperation(sql, {
        subscriptionId,
        location,
        provider: 'Microsoft.Compute',
        resourceId: accessed.resourceId,
        output: change.kind === 'grant' ? { accessSAS: accessLink(accessed.id) } : null,
      });
      return { operationId, subscriptionId, location };
    });
  }
}

async function lockedDisk(sql: EntityManager, name: ArmName, change: AccessChange): Promise<Accessed> {
  const locked = await lockPart(sql, 'disk', name);
  const disk = await findDisk(sql, name);
  if (disk === undefined) throw diskNotFound(name);
  if (change.kind === 'grant' && locked?.owner !== undefined) {
    const { owner } = locked;
    if (change.level === 'Write') throwIfRefused(ownerRefusal(owner, 'disks'));
    if (disk.isLeased) {
      const detail = `disk ${disk.name} belongs to VM ${owner.vmName}, which is ${owner.state.kind}`;
      throwIfRefused(refusal('disk-in-use', detail));
    }
  }
  return { ...disk, resourceId: diskId(disk) };
}

/** Throws resource-not-found. */
async function lockedSnapshot(sql: EntityManager, name: ArmName): Promise<Accessed> {
  const found = await findKept(sql, { ...name, type: SNAPSHOT_TYPE }, 'for update of k');
  if (found === undefined) {
    const detail = `snapshot ${name.name} in group ${name.groupName}`;
    throw new RefusalError(refusal('resource-not-found', detail));
  }
  const scope = { subscriptionId: found.subscriptionId, resourceGroup: found.groupName };
  return { ...found, resourceId: resourceId(scope, SNAPSHOT_TYPE, found.name) };
}

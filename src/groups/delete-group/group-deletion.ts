import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import { refusal, type Refusal } from '#libs/refusal';
import { deleteVmPipeline } from '#libs/vm-operations';
import { RefusalError } from '../../errors/refusal-error.js';
import { BeginVmOperation } from '../../operations/begin-vm-operation.js';
import type { Reconciler } from '../../operations/reconcilers.js';
import { LOGGER } from '../../operations/tokens.js';
import {
  failGroupDeletion,
  findForeignUse,
  findGroupVms,
  listRunningGroupDeletions,
  removeGroup,
  type GroupDeletionRow,
} from '../../persistence/group-deletion.repository.js';
import { findGroup } from '../../persistence/group.repository.js';

/** VMs whose deletion one call begins; the next call takes the next ones. */
const VMS_AT_ONCE = 200;

/**
 * Brings deletions of groups forward from whatever the database says: begins the deletion of each VM that no
 * operation has, and removes the group once it has no VM. A crash anywhere leaves work for the next call; two
 * calls at once do no harm, because a VM is claimed once and a group is removed under its lock.
 */
@Injectable()
export class GroupDeletion implements Reconciler {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(BeginVmOperation) private readonly operations: BeginVmOperation,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async reconcile(): Promise<void> {
    for (const deletion of await listRunningGroupDeletions(this.database)) await this.advance(deletion);
  }

  private async advance(deletion: GroupDeletionRow): Promise<void> {
    const { free, total, stuck } = await findGroupVms(this.database, deletion.groupId, VMS_AT_ONCE);
    for (const vmName of free) await this.deleteVm(deletion, vmName);
    if (total === 0) await this.finish(deletion);
    else if (stuck.length === total) await this.giveUp(deletion, stuck);
  }

  /** A refusal is no failure: another operation may have the VM, or it may be gone by now. */
  private async deleteVm({ subscriptionId, groupName }: GroupDeletionRow, vmName: string): Promise<void> {
    try {
      await this.operations.begin({
        vm: { subscriptionId, groupName, vmName },
        pipeline: deleteVmPipeline,
        change: 'deleting',
      });
    } catch (error) {
      if (!(error instanceof RefusalError)) throw error;
      this.logger.debug({ groupName, vmName, refusal: error.refusal }, 'the VM is not deleted yet');
    }
  }

  private async finish(deletion: GroupDeletionRow): Promise<void> {
    const { subscriptionId, groupName } = deletion;
    await this.database.transaction(async (sql) => {
      const group = await findGroup(sql, { subscriptionId, groupName }, 'for update');
      if (group?.deletionId !== deletion.id) return;
      const use = await findForeignUse(sql, group.id);
      if (use === undefined) await removeGroup(sql, deletion);
      else await failGroupDeletion(sql, deletion, refusal('group-not-empty', use));
    });
  }

  private async giveUp(deletion: GroupDeletionRow, stuck: readonly string[]): Promise<void> {
    const why: Refusal = refusal('group-not-empty', `operations on ${stuck.join(', ')} are stuck`);
    await this.database.transaction((sql) => failGroupDeletion(sql, deletion, why));
  }
}

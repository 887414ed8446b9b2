import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { refusal, type Refusal } from '#libs/refusal';
import type { Caller } from '../../identity/token-verifier.js';
import { actionRefusal, rightsNow } from '../../jobs/acting-caller.js';
import { JobDriver } from '../../jobs/job-driver.js';
import { OperationRelay } from '../../operations/operation-relay.js';
import { cancelItem } from '../../persistence/job-item.repository.js';
import { lockJob } from '../../persistence/job.repository.js';
import { requestCancel, wakeOperations } from '../../persistence/operation.repository.js';
import {
  findScheduledActions,
  type StoredScheduledAction,
} from '../../persistence/scheduled-action.repository.js';
import { actionDocument, actionState, errorOf, type ResourceOperation } from '../action-document.js';
import { findActions } from '../find-actions.js';
import { CancelActionsCommand } from './cancel-actions.command.js';

@CommandHandler(CancelActionsCommand)
export class CancelActionsHandler implements ICommandHandler<CancelActionsCommand> {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(JobDriver) private readonly driver: JobDriver,
    @Inject(OperationRelay) private readonly relay: OperationRelay,
  ) {}

  async execute({
    caller,
    subscriptionId,
    ids,
  }: CancelActionsCommand): Promise<readonly ResourceOperation[]> {
    const results: ResourceOperation[] = [];
    for (const one of await findActions(this.database, caller, subscriptionId, ids)) {
      results.push(one.action === undefined ? one.missing : await this.cancel(caller, one.action));
    }
    this.relay.kick();
    return results;
  }

  /** One at a time: each transaction holds one job and no VM. */
  private async cancel(caller: Caller, { id, ...action }: StoredScheduledAction): Promise<ResourceOperation> {
    const { resourceId, jobId, position, subscriptionId } = action;
    const rights = await rightsNow(this.database, caller);
    const against =
      actionRefusal(caller, rights, action.action, resourceId) ??
      (await this.database.transaction(async (sql): Promise<Refusal | undefined> => {
        await lockJob(sql, jobId);
        if (await cancelItem(sql, jobId, position)) return undefined;
        const [now] = await findScheduledActions(sql, subscriptionId, [id]);
        if (now?.operationId != null && now.itemStatus === 'running') {
          if (await requestCancel(sql, now.operationId)) {
            await wakeOperations(sql, [now.operationId]);
            return undefined;
          }
        }
        const state = now === undefined ? 'gone' : actionState(now);
        return refusal('operation-not-cancellable', `operation ${id} is ${state}`);
      }));
    if (against === undefined) await this.driver.advance(jobId);
    const [after] = await findScheduledActions(this.database, subscriptionId, [id]);
    return {
      resourceId,
      ...(against === undefined ? {} : errorOf(against)),
      ...(after === undefined ? {} : { operation: actionDocument(after) }),
    };
  }
}

import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DataSource, type EntityManager } from 'typeorm';
import { afterRetry } from '#libs/platform-faults';
import { refusal } from '#libs/refusal';
import { foldLog } from '#libs/saga';
import { RefusalError } from '../../errors/refusal-error.js';
import { OperationRelay } from '../../operations/operation-relay.js';
import { pipelineNamed } from '../../operations/pipelines.js';
import {
  appendLog,
  loadLog,
  reopenOperation,
  setEffects,
  type OperationRecord,
} from '../../persistence/operation.repository.js';
import { loadOperation } from '../load-operation.js';
import type { LoggedOperation } from '../operation-document.js';
import { RetryOperationCommand } from './retry-operation.command.js';

@CommandHandler(RetryOperationCommand)
export class RetryOperationHandler implements ICommandHandler<RetryOperationCommand> {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(OperationRelay) private readonly relay: OperationRelay,
  ) {}

  /** What a fault made fail does not fail again. Throws `RefusalError` operation-not-found and operation-not-stuck. */
  async execute({ operation: name }: RetryOperationCommand): Promise<LoggedOperation> {
    const { operation, nowMs } = await loadOperation(this.database, name);
    await this.database.transaction(async (sql) => {
      // Whoever reopens it holds its row from here on; a second one finds it running.
      if (!(await reopenOperation(sql, operation.id))) {
        throw new RefusalError(
          refusal('operation-not-stuck', `operation ${operation.id} has ${operation.status}`),
        );
      }
      await logRetry(sql, operation, nowMs);
    });
    this.relay.kick();
    return loadOperation(this.database, name);
  }
}

async function logRetry(
  sql: EntityManager,
  { id, pipeline, effects }: OperationRecord,
  nowMs: number,
): Promise<void> {
  const { status, lastSeq, lastAtMs } = foldLog(pipelineNamed(pipeline), await loadLog(sql, id));
  if (status.kind !== 'stuck') throw new Error(`operation ${id} is ${status.kind} by its log`);
  const atMs = Math.max(nowMs, lastAtMs);
  await appendLog(sql, id, [{ seq: lastSeq + 1, atMs, event: { kind: 'retried', step: status.step } }]);
  if (effects !== null) await setEffects(sql, id, afterRetry(effects));
}

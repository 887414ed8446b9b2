import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { refusal, type Refusal } from '#libs/refusal';
import { foldLog, stepAt } from '#libs/saga';
import { RefusalError } from '../../errors/refusal-error.js';
import { OperationRelay } from '../../operations/operation-relay.js';
import { pipelineNamed } from '../../operations/pipelines.js';
import { requestCancel, wakeOperations } from '../../persistence/operation.repository.js';
import { loadOperation } from '../load-operation.js';
import type { LoggedOperation } from '../operation-document.js';
import { CancelOperationCommand } from './cancel-operation.command.js';

@CommandHandler(CancelOperationCommand)
export class CancelOperationHandler implements ICommandHandler<CancelOperationCommand> {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(OperationRelay) private readonly relay: OperationRelay,
  ) {}

  /** Safe to repeat while the operation runs. Throws `RefusalError` operation-not-found and operation-not-cancellable. */
  async execute({ operation: name }: CancelOperationCommand): Promise<LoggedOperation> {
    const found = await loadOperation(this.database, name);
    if (found.operation.cancelRequested && found.operation.status === 'running') return found;
    const against = cancelRefusal(found);
    if (against !== undefined) throw new RefusalError(against);
    if (!(await requestCancel(this.database, found.operation.id))) {
      throw new RefusalError(
        refusal('operation-not-cancellable', `operation ${found.operation.id} has ended`),
      );
    }
    if (isHeld(found)) {
      await wakeOperations(this.database, [found.operation.id]);
      this.relay.kick();
    }
    return loadOperation(this.database, name);
  }
}

/** No passing of time would bring the driver back to it. */
function isHeld({ operation: { effects } }: LoggedOperation): boolean {
  return effects?.some(({ kind }) => kind === 'holds') === true;
}

/** A request that no further step would notice is refused rather than taken without effect. */
function cancelRefusal({
  operation: { id, status, pipeline: name },
  log,
}: LoggedOperation): Refusal | undefined {
  if (status !== 'running') return refusal('operation-not-cancellable', `operation ${id} has ${status}`);
  const pipeline = pipelineNamed(name);
  const reached = foldLog(pipeline, log).status;
  switch (reached.kind) {
    case 'ready':
    case 'started': {
      const step = stepAt(pipeline, reached.index);
      const isPast = step.zone === 'retriable' || (step.zone === 'pivot' && reached.kind === 'started');
      return isPast ? refusal('operation-not-cancellable', `operation ${id} is at ${step.name}`) : undefined;
    }
    case 'unwinding':
      return refusal(
        'operation-not-cancellable',
        `operation ${id} is being undone after ${reached.failedStep} failed`,
      );
    case 'succeeded':
    case 'failed':
    case 'stuck':
      return refusal('operation-not-cancellable', `operation ${id} has ${reached.kind}`);
  }
}

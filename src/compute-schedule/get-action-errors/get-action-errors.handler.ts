import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import {
  findFailedAttempts,
  type FailedAttempt,
  type ScheduledVerb,
  type StoredScheduledAction,
} from '../../persistence/scheduled-action.repository.js';
import { actionState, errorOf } from '../action-document.js';
import { findActions } from '../find-actions.js';
import { GetActionErrorsQuery, type ActionError, type ActionErrors } from './get-action-errors.query.js';

const AZURE_OPERATION: Readonly<Record<ScheduledVerb, string>> = {
  start: 'Microsoft.Compute/virtualMachines/start',
  deallocate: 'Microsoft.Compute/virtualMachines/deallocate',
  hibernate: 'Microsoft.Compute/virtualMachines/deallocate',
};

@QueryHandler(GetActionErrorsQuery)
export class GetActionErrorsHandler implements IQueryHandler<GetActionErrorsQuery> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  async execute({ caller, subscriptionId, ids }: GetActionErrorsQuery): Promise<readonly ActionErrors[]> {
    const found = await findActions(this.database, caller, subscriptionId, ids);
    const known = found.flatMap(({ action }) => (action === undefined ? [] : [action.id]));
    const failed = await findFailedAttempts(this.database, known);
    return found.map((one) => {
      const { id, action } = one;
      if (action !== undefined) {
        return errorsOf(
          action,
          failed.filter(({ actionId }) => actionId === action.id),
        );
      }
      const { errorCode = '', errorDetails = '' } = one.missing;
      return {
        operationId: id,
        operationErrors: [],
        requestErrorCode: errorCode,
        requestErrorDetails: errorDetails,
      };
    });
  }
}

function errorsOf(action: StoredScheduledAction, failed: readonly FailedAttempt[]): ActionErrors {
  const azureOperationName = AZURE_OPERATION[action.action];
  const errors = failed.map(({ refusal, endedAt, operationId }): ActionError => {
    const timestamp = endedAt.toISOString();
    return {
      ...errorOf(refusal),
      timestamp,
      timeStamp: timestamp,
      azureOperationName,
      crpOperationId: operationId,
    };
  });
  const { refusal, itemStatus, endedAt } = action;
  const isOver = ['Succeeded', 'Failed', 'Cancelled'].includes(actionState(action));
  // An attempt that could not even begin has left no operation.
  if (refusal !== null && itemStatus === 'refused') {
    const timestamp = (endedAt ?? action.createdAt).toISOString();
    errors.push({ ...errorOf(refusal), timestamp, timeStamp: timestamp, azureOperationName });
  }
  return {
    operationId: action.id,
    creationTime: action.createdAt.toISOString(),
    activationTime: new Date(action.deadlineMs).toISOString(),
    ...(isOver && endedAt !== null ? { completedAt: endedAt.toISOString() } : {}),
    operationErrors: errors,
  };
}

import type { Refusal } from '#libs/refusal';
import { ERROR_TABLE } from '../errors/error-table.js';
import { refusalMessage } from '../errors/refusal-error.js';
import type {
  ScheduledRetryPolicy,
  ScheduledVerb,
  StoredScheduledAction,
} from '../persistence/scheduled-action.repository.js';

/** States of the published model; `Unknown` and `Blocked` do not occur here. */
export type ActionState =
  'PendingScheduling' | 'Scheduled' | 'PendingExecution' | 'Executing' | 'Succeeded' | 'Failed' | 'Cancelled';

/** What became of one resource of a request: an operation, or why there is none. */
export interface ResourceOperation {
  readonly resourceId?: string;
  readonly errorCode?: string;
  readonly errorDetails?: string;
  readonly operation?: ActionDocument;
}

export interface ActionDocument {
  readonly operationId: string;
  readonly resourceId: string;
  readonly opType: 'Start' | 'Deallocate' | 'Hibernate';
  readonly subscriptionId: string;
  readonly deadline: string;
  readonly deadlineType: string;
  readonly state: ActionState;
  readonly timezone?: string;
  readonly timeZone?: string;
  readonly resourceOperationError?: { readonly errorCode: string; readonly errorDetails: string };
  readonly completedAt?: string;
  readonly retryPolicy?: ScheduledRetryPolicy;
}

export const OPERATION_TYPES = {
  start: 'Start',
  deallocate: 'Deallocate',
  hibernate: 'Hibernate',
} as const satisfies Readonly<Record<ScheduledVerb, ActionDocument['opType']>>;

/** How far an action is, from its job and its item. */
export function actionState({
  jobStatus,
  itemStatus,
  isExecute,
}: Pick<StoredScheduledAction, 'jobStatus' | 'itemStatus' | 'isExecute'>): ActionState {
  switch (itemStatus) {
    case 'pending':
      return jobStatus === 'waiting' && !isExecute ? 'Scheduled' : 'PendingExecution';
    case 'running':
      return 'Executing';
    case 'succeeded':
      return 'Succeeded';
    case 'failed':
    case 'refused':
      return 'Failed';
    case 'canceled':
      return 'Cancelled';
  }
}

/** `state` replaces the one that is stored, for the answer that accepts an action. */
export function actionDocument(
  action: StoredScheduledAction,
  state: ActionState = actionState(action),
): ActionDocument {
  const { refusal, endedAt, timeZone, retryPolicy } = action;
  const isOver = state === 'Succeeded' || state === 'Failed' || state === 'Cancelled';
  return {
    operationId: action.id,
    resourceId: action.resourceId,
    opType: OPERATION_TYPES[action.action],
    subscriptionId: action.subscriptionId,
    deadline: new Date(action.deadlineMs).toISOString(),
    deadlineType: action.deadlineType,
    state,
    ...(timeZone === null ? {} : { timezone: timeZone, timeZone }),
    ...(state === 'Failed' && refusal !== null ? { resourceOperationError: errorOf(refusal) } : {}),
    ...(isOver && endedAt !== null ? { completedAt: endedAt.toISOString() } : {}),
    ...(retryPolicy === null ? {} : { retryPolicy }),
  };
}

/** A refusal as this provider shows it. */
export function errorOf(refused: Refusal): { readonly errorCode: string; readonly errorDetails: string } {
  return { errorCode: ERROR_TABLE[refused.code].armCode, errorDetails: refusalMessage(refused) };
}

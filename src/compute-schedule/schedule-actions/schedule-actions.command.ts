import { Command } from '@nestjs/cqrs';
import type { Caller } from '../../identity/token-verifier.js';
import type { ScheduledRetryPolicy, ScheduledVerb } from '../../persistence/scheduled-action.repository.js';
import type { ResourceOperation } from '../action-document.js';

export interface WantedActions {
  readonly subscriptionId: string;
  readonly location: string;
  readonly action: ScheduledVerb;
  /** As the client wrote them. */
  readonly resourceIds: readonly string[];
  /** Absent: at once. */
  readonly deadline?: {
    readonly text: string;
    readonly timeZone?: string;
    readonly type: string;
  };
  readonly retryPolicy?: ScheduledRetryPolicy;
  readonly correlationId: string;
}

/** Has something done to many VMs, each in the name of the caller; what is wrong with one does not hold up the others. */
export class ScheduleActionsCommand extends Command<readonly ResourceOperation[]> {
  constructor(
    readonly caller: Caller,
    readonly wanted: WantedActions,
  ) {
    super();
  }
}

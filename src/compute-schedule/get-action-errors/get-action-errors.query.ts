import { Query } from '@nestjs/cqrs';
import type { Caller } from '../../identity/token-verifier.js';

/** What went wrong with one scheduled action: every attempt that came to nothing. */
export interface ActionErrors {
  readonly operationId: string;
  readonly creationTime?: string;
  readonly activationTime?: string;
  readonly completedAt?: string;
  readonly operationErrors: readonly ActionError[];
  /** Why nothing is known of the operation. */
  readonly requestErrorCode?: string;
  readonly requestErrorDetails?: string;
}

export interface ActionError {
  readonly errorCode: string;
  readonly errorDetails: string;
  readonly timestamp: string;
  readonly timeStamp: string;
  readonly azureOperationName: string;
  /** The operation on the VM; absent where none could begin. */
  readonly crpOperationId?: string;
}

export class GetActionErrorsQuery extends Query<readonly ActionErrors[]> {
  constructor(
    readonly caller: Caller,
    readonly subscriptionId: string,
    readonly ids: readonly string[],
  ) {
    super();
  }
}

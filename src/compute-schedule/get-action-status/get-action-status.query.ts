import { Query } from '@nestjs/cqrs';
import type { Caller } from '../../identity/token-verifier.js';
import type { ResourceOperation } from '../action-document.js';

/** How far scheduled actions are, in the order asked. */
export class GetActionStatusQuery extends Query<readonly ResourceOperation[]> {
  constructor(
    readonly caller: Caller,
    readonly subscriptionId: string,
    readonly ids: readonly string[],
  ) {
    super();
  }
}

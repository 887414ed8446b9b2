import { Command } from '@nestjs/cqrs';
import type { Caller } from '../../identity/token-verifier.js';
import type { ResourceOperation } from '../action-document.js';

/** Begins nothing more of these actions, and asks what is under way to stop before its next step (TORPOR-18). */
export class CancelActionsCommand extends Command<readonly ResourceOperation[]> {
  constructor(
    readonly caller: Caller,
    readonly subscriptionId: string,
    readonly ids: readonly string[],
  ) {
    super();
  }
}

import type { Refusal } from '#libs/refusal';
import { RefusalError } from './refusal-error.js';

/** A refusal that says when to send the request again: answered with a Retry-After (ARM-30). */
export class RetryLaterError extends RefusalError {
  constructor(
    refusal: Refusal,
    /** Whole seconds, at least 1: clients take 0 for half a minute. */
    readonly retryAfterSeconds: number,
    details?: readonly Refusal[],
  ) {
    super(refusal, details);
    this.name = 'RetryLaterError';
  }
}

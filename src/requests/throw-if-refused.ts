import type { Refusal } from '#libs/refusal';
import { RefusalError } from '../errors/refusal-error.js';

/** Ends a transaction over the answer of a check, if it is a refusal. */
export function throwIfRefused(against: Refusal | undefined): void {
  if (against !== undefined) throw new RefusalError(against);
}

import { REFUSALS, type Refusal } from '#libs/refusal';

/**
 * A refusal on its way to the caller: handlers throw it, fronts answer it by the table of errors.
 * `details` lists further refusals of the same request, each with a target of its own.
 */
export class RefusalError extends Error {
  readonly refusal: Refusal;
  readonly details?: readonly Refusal[];

  constructor(refusal: Refusal, details?: readonly Refusal[], options?: ErrorOptions) {
    super(refusalMessage(refusal), options);
    this.name = 'RefusalError';
    this.refusal = refusal;
    if (details !== undefined) this.details = details;
  }
}

/** What people read: the sentence of the table, then what exactly was the case here. */
export function refusalMessage({ code, detail }: Refusal): string {
  const { sentence } = REFUSALS[code];
  return detail === '' ? sentence : `${sentence.replace(/\.$/, '')}: ${detail}.`;
}

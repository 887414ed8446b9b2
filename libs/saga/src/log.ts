import type { Refusal } from '#libs/refusal';

/** What happened to an operation, append-only. The log is the truth: status is folded from it. */
export type LogEvent =
  | { readonly kind: 'started'; readonly step: string; readonly decision: unknown }
  | { readonly kind: 'waiting'; readonly step: string; readonly untilMs: number }
  | { readonly kind: 'succeeded'; readonly step: string; readonly output: unknown }
  /** The output is the decision itself, which the log holds already. */
  | { readonly kind: 'succeeded-as-decided'; readonly step: string }
  | { readonly kind: 'skipped'; readonly step: string; readonly reason: string }
  /** `decide` said no, or `apply` failed. `again`: the step is to be decided afresh. */
  | { readonly kind: 'refused'; readonly step: string; readonly refusal: Refusal }
  | { readonly kind: 'failed'; readonly step: string; readonly refusal: Refusal; readonly again: boolean }
  | { readonly kind: 'undo-started'; readonly step: string }
  | { readonly kind: 'undo-finished'; readonly step: string }
  | { readonly kind: 'undo-failed'; readonly step: string; readonly detail: string }
  /** Somebody has removed what it was stuck on: the step, or its undo, is to be tried again. */
  | { readonly kind: 'retried'; readonly step: string };

export interface LogRecord {
  /** 1, 2, 3, ... within one operation; two drivers of one operation collide on it. */
  readonly seq: number;
  /** Emulated time, ms. */
  readonly atMs: number;
  readonly event: LogEvent;
}

/** A log that no runner could have written: a broken invariant, never an outcome. */
export class IllegalLogError extends Error {
  override readonly name = 'IllegalLogError';

  constructor(record: LogRecord, status: string) {
    super(
      `event ${record.seq} (${record.event.kind} of ${record.event.step}) cannot follow status ${status}`,
    );
  }
}

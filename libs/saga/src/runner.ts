import { REFUSALS, refusal, type Refusal } from '#libs/refusal';
import type { LogEvent, LogRecord } from './log.js';
import type { AnyStep, Pipeline } from './pipeline.js';
import { foldLog, stepAt, type FoldedLog, type OperationStatus } from './status.js';
import type { Applied, StepOutputs } from './step.js';

/** Everything outside the pipeline that driving one operation needs. */
export interface OperationHost<Facts, Ports> {
  readonly ports: Ports;
  /** Stores the records, or throws when a position is taken: somebody else is driving this operation. */
  append(records: readonly LogRecord[]): Promise<Appended>;
  /** Facts as they are now, including those that the step `reads`. */
  loadFacts(reads: readonly string[]): Promise<Facts>;
  /** Emulated time now, ms. */
  nowMs(): number;
  /** Whether emulated time may jump to `untilMs` at once (clock mode `immediate`). */
  mayJumpTo(untilMs: number): boolean;
  /** An error of the machinery (connection lost, redelivery) rather than of the step: try again later. */
  isTransient(error: unknown): boolean;
  /** A message for the log about an unexpected error; never shown to callers. */
  onUnexpectedError(step: string, error: unknown): void;
}

/** What the store knows at the moment of an append. */
export interface Appended {
  /** Somebody has asked to cancel the operation. */
  readonly isCancelRequested: boolean;
}

export type DriveResult =
  { readonly kind: 'ended'; readonly status: OperationStatus; readonly outputs: StepOutputs } | Paused;

/** Why a drive stops before the end: for emulated time, or until somebody looks again. */
type Paused = { readonly kind: 'waiting'; readonly untilMs: number } | { readonly kind: 'held' };

/**
 * Drives one operation from wherever its log says it stands until it ends or has to wait for emulated time.
 *
 * Every decision is in the log before its effect, every result after it; the result of one step and the
 * decision of the next share one append. A step that started and has no result is run again, never assumed.
 * A cancellation is noticed with the append before each effect, up to and including the pivot's.
 */
export async function driveOperation<Facts, Ports>(
  pipeline: Pipeline<Facts, Ports>,
  records: readonly LogRecord[],
  host: OperationHost<Facts, Ports>,
): Promise<DriveResult> {
  const drive = new Drive(pipeline, host, foldLog(pipeline, records));
  return drive.toEnd();
}

class Drive<Facts, Ports> {
  #pending: LogRecord[] = [];
  #isCancelRequested = false;

  constructor(
    readonly pipeline: Pipeline<Facts, Ports>,
    readonly host: OperationHost<Facts, Ports>,
    private folded: FoldedLog,
  ) {}

  async toEnd(): Promise<DriveResult> {
    for (;;) {
      const { status } = this.folded;
      switch (status.kind) {
        case 'ready':
          await this.decide(status);
          break;
        case 'started': {
          const paused = await this.apply(status);
          if (paused !== undefined) return paused;
          break;
        }
        case 'unwinding':
          await this.undoLast(status);
          break;
        case 'succeeded':
        case 'failed':
        case 'stuck':
          await this.flush();
          return { kind: 'ended', status, outputs: this.folded.outputs };
      }
    }
  }

  private async decide({ index }: Extract<OperationStatus, { kind: 'ready' }>): Promise<void> {
    const step = stepAt(this.pipeline, index);
    if (step.zone !== 'retriable' && this.#isCancelRequested) {
      this.note({ kind: 'refused', step: step.name, refusal: cancelled(step.name) });
      return;
    }
    const decided = step.decide(await this.host.loadFacts(step.reads ?? []), this.folded.outputs);
    switch (decided.kind) {
      case 'proceed':
        this.note({ kind: 'started', step: step.name, decision: decided.decision });
        break;
      case 'skip':
        this.note({ kind: 'skipped', step: step.name, reason: decided.reason });
        break;
      case 'refused':
        this.note({ kind: 'refused', step: step.name, refusal: decided.refusal });
        break;
    }
  }

  /** Returns what to wait for, or `undefined` when the step has a result. */
  private async apply(status: Extract<OperationStatus, { kind: 'started' }>): Promise<Paused | undefined> {
    const step = stepAt(this.pipeline, status.index);
    const startsNow = this.#pending.at(-1)?.event.kind === 'started';
    if (startsNow && step.hasEffect !== false) {
      await this.flush();
      // Only a step that this drive has just started is known not to have taken effect yet.
      if (this.#isCancelRequested && step.zone !== 'retriable') {
        this.note({ kind: 'failed', step: step.name, refusal: cancelled(step.name), again: false });
        return undefined;
      }
    }
    const applied = await this.applyOnce(step, status);
    switch (applied.kind) {
      case 'done':
        this.note(
          applied.output === status.decision
            ? { kind: 'succeeded-as-decided', step: step.name }
            : { kind: 'succeeded', step: step.name, output: applied.output },
        );
        return undefined;
      case 'failed': {
        const again = REFUSALS[applied.refusal.code].retryable && status.attempt < (step.attempts ?? 1);
        this.note({ kind: 'failed', step: step.name, refusal: applied.refusal, again });
        return undefined;
      }
      case 'wait': {
        if (status.waitUntilMs !== applied.untilMs) {
          this.note({ kind: 'waiting', step: step.name, untilMs: applied.untilMs });
        }
        if (this.host.mayJumpTo(applied.untilMs)) {
          this.folded = { ...this.folded, lastAtMs: applied.untilMs };
          return undefined;
        }
        await this.flush();
        return { kind: 'waiting', untilMs: applied.untilMs };
      }
      case 'hold':
        await this.flush();
        return { kind: 'held' };
    }
  }

  private async applyOnce(
    step: AnyStep<Facts, Ports>,
    status: Extract<OperationStatus, { kind: 'started' }>,
  ): Promise<Applied<unknown>> {
    try {
      const time = { startedAtMs: status.startedAtMs, nowMs: this.nowMs() };
      return await step.apply(status.decision, this.host.ports, time);
    } catch (error) {
      if (this.host.isTransient(error)) throw error;
      this.host.onUnexpectedError(step.name, error);
      // Shown as InternalOperationError (AZURE-23, TORPOR-23); what went wrong is for the log.
      return { kind: 'failed', refusal: refusal('internal-error', `step ${step.name} failed unexpectedly`) };
    }
  }

  private async undoLast(status: Extract<OperationStatus, { kind: 'unwinding' }>): Promise<void> {
    const last = status.pending.at(-1);
    if (last === undefined) throw new Error('unwinding with nothing to undo');
    const step = stepAt(this.pipeline, last.index);
    this.note({ kind: 'undo-started', step: step.name });
    await this.flush();
    try {
      await step.undo?.(last.decision, this.host.ports);
      this.note({ kind: 'undo-finished', step: step.name });
    } catch (error) {
      if (this.host.isTransient(error)) throw error;
      this.host.onUnexpectedError(step.name, error);
      this.note({ kind: 'undo-failed', step: step.name, detail: `undo of ${step.name} failed unexpectedly` });
    }
  }

  private note(event: LogEvent): void {
    const record = { seq: this.folded.lastSeq + 1, atMs: this.nowMs(), event };
    this.folded = foldLog(this.pipeline, [record], this.folded);
    this.#pending.push(record);
  }

  private async flush(): Promise<void> {
    if (this.#pending.length === 0) return;
    const records = this.#pending;
    this.#pending = [];
    this.#isCancelRequested = (await this.host.append(records)).isCancelRequested;
  }

  /** Emulated time never runs backwards within an operation, even where it has jumped ahead of the clock. */
  private nowMs(): number {
    return Math.max(this.host.nowMs(), this.folded.lastAtMs);
  }
}

function cancelled(step: string): Refusal {
  return refusal('operation-cancelled', `cancelled before step ${step}`);
}

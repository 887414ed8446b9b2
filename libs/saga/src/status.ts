import type { Refusal } from '#libs/refusal';
import { IllegalLogError, type LogEvent, type LogRecord } from './log.js';
import type { AnyStep, Pipeline } from './pipeline.js';
import type { StepOutputs } from './step.js';

/** A step that has been started at some time and may have effects to undo. */
export interface StartedStep {
  readonly index: number;
  readonly decision: unknown;
}

export type OperationStatus =
  /** About to decide step `index`; `attempt` counts from 1. */
  | { readonly kind: 'ready'; readonly index: number; readonly attempt: number }
  | {
      readonly kind: 'started';
      readonly index: number;
      readonly attempt: number;
      readonly decision: unknown;
      readonly startedAtMs: number;
      readonly waitUntilMs?: number;
    }
  /** A failure before the pivot: undoing `pending`, last started first. */
  | {
      readonly kind: 'unwinding';
      readonly refusal: Refusal;
      readonly failedStep: string;
      readonly pending: readonly StartedStep[];
    }
  | { readonly kind: 'succeeded' }
  | { readonly kind: 'failed'; readonly refusal: Refusal; readonly failedStep: string }
  /**
   * Neither forward nor back without somebody's help; `step` and `detail` say where and why, `again` what a retry
   * goes on with.
   */
  | {
      readonly kind: 'stuck';
      readonly step: string;
      readonly detail: string;
      readonly refusal?: Refusal;
      readonly again: Extract<OperationStatus, { kind: 'ready' | 'unwinding' }>;
    };

export interface FoldedLog {
  readonly status: OperationStatus;
  readonly outputs: StepOutputs;
  /** Steps started so far, in order: what an unwinding would undo. */
  readonly started: readonly StartedStep[];
  readonly lastSeq: number;
  /** Emulated time of the last event, or 0. */
  readonly lastAtMs: number;
}

export const EMPTY_LOG: FoldedLog = {
  status: { kind: 'ready', index: 0, attempt: 1 },
  outputs: {},
  started: [],
  lastSeq: 0,
  lastAtMs: 0,
};

/** The status of an operation, from its log alone. Throws `IllegalLogError` for an impossible log. */
export function foldLog<Facts, Ports>(
  pipeline: Pipeline<Facts, Ports>,
  records: readonly LogRecord[],
  from: FoldedLog = EMPTY_LOG,
): FoldedLog {
  return records.reduce((folded, record) => next(pipeline, folded, record), from);
}

function next<Facts, Ports>(
  pipeline: Pipeline<Facts, Ports>,
  folded: FoldedLog,
  record: LogRecord,
): FoldedLog {
  if (record.seq !== folded.lastSeq + 1) throw new IllegalLogError(record, `seq ${folded.lastSeq}`);
  const moved = move(pipeline, folded, record);
  return { ...folded, ...moved, lastSeq: record.seq, lastAtMs: Math.max(record.atMs, folded.lastAtMs) };
}

type Moved = Partial<FoldedLog> & Pick<FoldedLog, 'status'>;

function move<Facts, Ports>(pipeline: Pipeline<Facts, Ports>, folded: FoldedLog, record: LogRecord): Moved {
  const { status } = folded;
  const { event } = record;
  const illegal = () => new IllegalLogError(record, status.kind);
  switch (status.kind) {
    case 'ready':
      if (event.step !== stepAt(pipeline, status.index).name) throw illegal();
      return fromReady(pipeline, folded, status, record) ?? fail(illegal());
    case 'started':
      if (event.step !== stepAt(pipeline, status.index).name) throw illegal();
      return fromStarted(pipeline, folded, status, event) ?? fail(illegal());
    case 'unwinding':
      return fromUnwinding(pipeline, status, event) ?? fail(illegal());
    case 'stuck':
      if (event.kind !== 'retried' || event.step !== status.step) throw illegal();
      return { status: status.again };
    case 'succeeded':
    case 'failed':
      throw illegal();
  }
}

function fromReady<Facts, Ports>(
  pipeline: Pipeline<Facts, Ports>,
  folded: FoldedLog,
  status: Extract<OperationStatus, { kind: 'ready' }>,
  { event, atMs }: LogRecord,
): Moved | undefined {
  const { index, attempt } = status;
  if (event.kind === 'started') {
    const { decision } = event;
    const others = folded.started.filter((step) => step.index !== index);
    return {
      status: { kind: 'started', index, attempt, decision, startedAtMs: atMs },
      started: [...others, { index, decision }],
    };
  }
  if (event.kind === 'skipped') return { status: afterStep(pipeline, index) };
  if (event.kind === 'refused') return { status: afterFailure(pipeline, folded, index, event.refusal) };
  return undefined;
}

function fromStarted<Facts, Ports>(
  pipeline: Pipeline<Facts, Ports>,
  folded: FoldedLog,
  status: Extract<OperationStatus, { kind: 'started' }>,
  event: LogEvent,
): Moved | undefined {
  const { index } = status;
  if (event.kind === 'waiting') return { status: { ...status, waitUntilMs: event.untilMs } };
  if (event.kind === 'succeeded' || event.kind === 'succeeded-as-decided') {
    const output = event.kind === 'succeeded' ? event.output : status.decision;
    const outputs = { ...folded.outputs, [event.step]: output };
    return { status: afterStep(pipeline, index), outputs };
  }
  if (event.kind === 'failed') {
    return event.again
      ? { status: { kind: 'ready', index, attempt: status.attempt + 1 } }
      : { status: afterFailure(pipeline, folded, index, event.refusal) };
  }
  return undefined;
}

function fromUnwinding<Facts, Ports>(
  pipeline: Pipeline<Facts, Ports>,
  status: Extract<OperationStatus, { kind: 'unwinding' }>,
  event: LogEvent,
): Moved | undefined {
  const last = status.pending.at(-1);
  if (last === undefined || stepAt(pipeline, last.index).name !== event.step) return undefined;
  if (event.kind === 'undo-started') return { status };
  if (event.kind === 'undo-finished')
    return { status: unwound({ ...status, pending: status.pending.slice(0, -1) }) };
  if (event.kind === 'undo-failed') {
    const { detail } = event;
    return { status: { kind: 'stuck', step: event.step, detail, refusal: status.refusal, again: status } };
  }
  return undefined;
}

function afterStep<Facts, Ports>(pipeline: Pipeline<Facts, Ports>, index: number): OperationStatus {
  return index + 1 < pipeline.steps.length
    ? { kind: 'ready', index: index + 1, attempt: 1 }
    : { kind: 'succeeded' };
}

/** Past the pivot there is no way back: the operation is stuck where it failed, until it is retried. */
function afterFailure<Facts, Ports>(
  pipeline: Pipeline<Facts, Ports>,
  folded: FoldedLog,
  index: number,
  refusal: Refusal,
): OperationStatus {
  const step = stepAt(pipeline, index);
  if (step.zone === 'retriable') {
    const again = { kind: 'ready', index, attempt: 1 } as const;
    return { kind: 'stuck', step: step.name, detail: refusal.detail, refusal, again };
  }
  const pending = folded.started.filter(({ index: started }) => stepAt(pipeline, started).undo !== undefined);
  return unwound({ kind: 'unwinding', refusal, failedStep: step.name, pending });
}

function unwound(status: Extract<OperationStatus, { kind: 'unwinding' }>): OperationStatus {
  const { refusal, failedStep } = status;
  return status.pending.length > 0 ? status : { kind: 'failed', refusal, failedStep };
}

export function stepAt<Facts, Ports>(pipeline: Pipeline<Facts, Ports>, index: number): AnyStep<Facts, Ports> {
  const step = pipeline.steps[index];
  if (step === undefined) throw new RangeError(`pipeline ${pipeline.name} has no step ${index}`);
  return step;
}

function fail(error: Error): never {
  throw error;
}

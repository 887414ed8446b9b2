import type { RuleId } from '#libs/kernel-rules';
import type { LogEvent, LogRecord, Pipeline, Zone } from '#libs/saga';

export type StepStatus =
  'pending' | 'running' | 'waiting' | 'done' | 'skipped' | 'failed' | 'undoing' | 'undone' | 'undo-failed';

/** One step of an operation, as far as its log tells. */
export interface StepView {
  readonly name: string;
  readonly zone: Zone;
  readonly rules: readonly RuleId[];
  readonly status: StepStatus;
  /** Emulated ms after the first event of the operation. */
  readonly startedAtMs?: number;
  readonly endedAtMs?: number;
  /** Why the step was skipped, failed, is tried again, or could not be undone. */
  readonly reason?: string;
  readonly output?: unknown;
}

/**
 * Every step of a pipeline in its order, with what the log says of it. Throws `Error` for a log that names a
 * step which the pipeline does not have.
 */
export function stepViews<Facts, Ports>(
  pipeline: Pipeline<Facts, Ports>,
  log: readonly LogRecord[],
): readonly StepView[] {
  const views = new Map<string, StepView>(
    pipeline.steps.map(({ name, zone, rules }) => [name, { name, zone, rules, status: 'pending' }]),
  );
  const firstAtMs = log[0]?.atMs ?? 0;
  const decisions = new Map<string, unknown>();
  for (const { event: logged, atMs } of log) {
    if (logged.kind === 'started') decisions.set(logged.step, logged.decision);
    const event = withOutput(logged, decisions);
    const before = views.get(event.step);
    if (before === undefined) throw new Error(`pipeline ${pipeline.name} has no step ${event.step}`);
    views.set(event.step, after(before, event, Math.max(0, atMs - firstAtMs)));
  }
  return [...views.values()];
}

type ShownEvent = Exclude<LogEvent, { kind: 'succeeded-as-decided' }>;

/** The event with its output, where the log has it only as the decision. */
function withOutput(event: LogEvent, decisions: ReadonlyMap<string, unknown>): ShownEvent {
  if (event.kind !== 'succeeded-as-decided') return event;
  return { kind: 'succeeded', step: event.step, output: decisions.get(event.step) };
}

function after(before: StepView, event: ShownEvent, atMs: number): StepView {
  const startedAtMs = before.startedAtMs ?? atMs;
  switch (event.kind) {
    case 'started':
      return { ...before, status: 'running', startedAtMs };
    case 'waiting':
      return { ...before, status: 'waiting' };
    case 'succeeded': {
      const { reason: _overcome, ...rest } = before;
      return { ...rest, status: 'done', startedAtMs, endedAtMs: atMs, output: event.output };
    }
    case 'skipped':
      return { ...before, status: 'skipped', startedAtMs, endedAtMs: atMs, reason: event.reason };
    case 'refused':
      return { ...before, status: 'failed', startedAtMs, endedAtMs: atMs, reason: event.refusal.detail };
    case 'failed':
      return event.again
        ? { ...before, status: 'running', startedAtMs, reason: event.refusal.detail }
        : { ...before, status: 'failed', startedAtMs, endedAtMs: atMs, reason: event.refusal.detail };
    case 'undo-started':
      return { ...before, status: 'undoing', startedAtMs };
    case 'undo-finished':
      return { ...before, status: 'undone', startedAtMs, endedAtMs: atMs };
    case 'undo-failed':
      return { ...before, status: 'undo-failed', startedAtMs, endedAtMs: atMs, reason: event.detail };
    case 'retried':
      return { ...before, status: before.status === 'undo-failed' ? 'undoing' : 'running' };
  }
}

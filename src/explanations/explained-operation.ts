import type { ExplainedOperation } from '#libs/explanation';
import type { GuestStepRecord } from '#libs/linux-guest';
import type { LogRecord } from '#libs/saga';
import type { VmPipeline } from '#libs/vm-operations';
import { stepViews } from '../operation-queries/step-views.js';

/** An operation as its explanation tells it: its steps, and in them what the guest went through. */
export function explainedOperation(
  id: string,
  pipeline: VmPipeline,
  log: readonly LogRecord[],
): ExplainedOperation {
  const steps = stepViews(pipeline, log).map(
    ({ name, rules, status, startedAtMs, endedAtMs, reason, output }) => ({
      name,
      rules,
      status,
      ...(startedAtMs === undefined ? {} : { startedAtMs }),
      ...(endedAtMs === undefined ? {} : { endedAtMs: succeededAtMs(log, name) ?? endedAtMs }),
      ...(reason === undefined ? {} : { reason }),
      guestSteps: recordsOf(output, decisionOf(log, name)),
    }),
  );
  return { id, pipeline: pipeline.name, steps };
}

/** When a step was done, even if it was undone later. Unit: ms since the operation began. */
function succeededAtMs(log: readonly LogRecord[], step: string): number | undefined {
  const done = log.find(({ event }) => event.kind.startsWith('succeeded') && event.step === step);
  return done === undefined ? undefined : done.atMs - (log[0]?.atMs ?? 0);
}

/** What a step decided last: it holds the guest's part where the step failed and has no output. */
function decisionOf(log: readonly LogRecord[], step: string): unknown {
  const started = log.findLast(({ event }) => event.kind === 'started' && event.step === step);
  return started?.event.kind === 'started' ? started.event.decision : undefined;
}

/** Where steps keep what the guest went through: by themselves, in what was decided, or below it. */
function recordsOf(...places: readonly unknown[]): readonly GuestStepRecord[] {
  for (const place of places) {
    if (!isMembers(place)) continue;
    const { record, records, steps, entered, outcome } = place;
    const found = [record, ...listOf(records), ...listOf(steps)].filter(isRecord);
    if (found.length > 0) return found;
    const below = recordsOf(entered, outcome);
    if (below.length > 0) return below;
  }
  return [];
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

function isMembers(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isRecord(value: unknown): value is GuestStepRecord {
  if (!isMembers(value)) return false;
  const { rule, name, tookMs, outcome, notes } = value;
  return (
    typeof rule === 'string' &&
    typeof name === 'string' &&
    typeof tookMs === 'number' &&
    typeof outcome === 'string' &&
    Array.isArray(notes)
  );
}

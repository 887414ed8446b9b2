import { describe, expect, it } from 'vitest';
import { refusal } from '#libs/refusal';
import { definePipeline, defineStep, type LogEvent, type LogRecord, type Zone } from '#libs/saga';
import { stepViews, type StepView } from './step-views.js';

const step = (name: string, zone: Zone) =>
  defineStep<object, object, object, object>({
    name,
    rules: ['TORPOR-6'],
    zone,
    decide: () => ({ kind: 'proceed', decision: {} }),
    apply: async () => ({ kind: 'done', output: {} }),
  });

const pipeline = definePipeline('two-steps', [step('reserve', 'compensatable'), step('start', 'pivot')]);

/** A log whose events happen 10 ms apart, from an instant far from zero. */
function logOf(...events: readonly LogEvent[]): readonly LogRecord[] {
  return events.map((event, index) => ({ seq: index + 1, atMs: 1_700_000_000_000 + index * 10, event }));
}

const full = refusal('no-capacity', 'the host is full');
const STARTED: LogEvent = { kind: 'started', step: 'reserve', decision: {} };
const RESERVE = { name: 'reserve', zone: 'compensatable', rules: ['TORPOR-6'] } as const;
const PENDING: StepView = { name: 'start', zone: 'pivot', rules: ['TORPOR-6'], status: 'pending' };

describe('stepViews', () => {
  it.each<[string, readonly LogEvent[], Omit<StepView, keyof typeof RESERVE>]>([
    ['has not begun', [], { status: 'pending' }],
    ['is under way', [STARTED], { status: 'running', startedAtMs: 0 }],
    [
      'waits for emulated time',
      [STARTED, { kind: 'waiting', step: 'reserve', untilMs: 5 }],
      { status: 'waiting', startedAtMs: 0 },
    ],
    [
      'is done',
      [STARTED, { kind: 'succeeded', step: 'reserve', output: { host: 'a' } }],
      { status: 'done', startedAtMs: 0, endedAtMs: 10, output: { host: 'a' } },
    ],
    [
      'was not needed',
      [{ kind: 'skipped', step: 'reserve', reason: 'the VM has its place' }],
      { status: 'skipped', startedAtMs: 0, endedAtMs: 0, reason: 'the VM has its place' },
    ],
    [
      'was refused',
      [{ kind: 'refused', step: 'reserve', refusal: full }],
      { status: 'failed', startedAtMs: 0, endedAtMs: 0, reason: 'the host is full' },
    ],
    [
      'failed for good',
      [STARTED, { kind: 'failed', step: 'reserve', refusal: full, again: false }],
      { status: 'failed', startedAtMs: 0, endedAtMs: 10, reason: 'the host is full' },
    ],
    [
      'failed and is decided afresh',
      [STARTED, { kind: 'failed', step: 'reserve', refusal: full, again: true }],
      { status: 'running', startedAtMs: 0, reason: 'the host is full' },
    ],
    [
      'succeeded at the second attempt, counted from the first',
      [
        STARTED,
        { kind: 'failed', step: 'reserve', refusal: full, again: true },
        STARTED,
        { kind: 'succeeded', step: 'reserve', output: 1 },
      ],
      { status: 'done', startedAtMs: 0, endedAtMs: 30, output: 1 },
    ],
    [
      'is being undone',
      [
        STARTED,
        { kind: 'failed', step: 'reserve', refusal: full, again: false },
        { kind: 'undo-started', step: 'reserve' },
      ],
      { status: 'undoing', startedAtMs: 0, endedAtMs: 10, reason: 'the host is full' },
    ],
    [
      'was undone, and still says why it failed',
      [
        STARTED,
        { kind: 'failed', step: 'reserve', refusal: full, again: false },
        { kind: 'undo-started', step: 'reserve' },
        { kind: 'undo-finished', step: 'reserve' },
      ],
      { status: 'undone', startedAtMs: 0, endedAtMs: 30, reason: 'the host is full' },
    ],
    [
      'could not be undone',
      [
        STARTED,
        { kind: 'failed', step: 'reserve', refusal: full, again: false },
        { kind: 'undo-started', step: 'reserve' },
        { kind: 'undo-failed', step: 'reserve', detail: 'the host is gone' },
      ],
      { status: 'undo-failed', startedAtMs: 0, endedAtMs: 30, reason: 'the host is gone' },
    ],
  ])('TORPOR-6 a step that %s', (_case, events, expected) => {
    expect(stepViews(pipeline, logOf(...events))).toEqual([{ ...RESERVE, ...expected }, PENDING]);
  });

  it('counts time from the first event of the operation', () => {
    const log = logOf(
      STARTED,
      { kind: 'succeeded', step: 'reserve', output: 1 },
      { kind: 'started', step: 'start', decision: {} },
      { kind: 'succeeded', step: 'start', output: 2 },
    );
    expect(stepViews(pipeline, log).map(({ startedAtMs, endedAtMs }) => [startedAtMs, endedAtMs])).toEqual([
      [0, 10],
      [20, 30],
    ]);
  });

  it('refuses a log that belongs to another pipeline', () => {
    const log = logOf({ kind: 'started', step: 'paint', decision: {} });
    expect(() => stepViews(pipeline, log)).toThrow('pipeline two-steps has no step paint');
  });
});

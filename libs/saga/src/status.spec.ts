import { describe, expect, it } from 'vitest';
import { refusal } from '#libs/refusal';
import { IllegalLogError, type LogEvent, type LogRecord } from './log.js';
import { definePipeline } from './pipeline.js';
import { foldLog } from './status.js';
import { done, proceed, type Step, type Zone } from './step.js';

function step(name: string, zone: Zone): Step<object, object> {
  const undo = zone === 'compensatable' ? { undo: async () => {} } : {};
  return { name, zone, rules: [], decide: () => proceed({}), apply: async () => done({}), ...undo };
}

const pipeline = definePipeline('p', [
  step('one', 'compensatable'),
  step('two', 'pivot'),
  step('three', 'retriable'),
]);
const no = refusal('no-capacity', 'no');

function log(...events: readonly LogEvent[]): readonly LogRecord[] {
  return events.map((event, index) => ({ seq: index + 1, atMs: index * 10, event }));
}

const started = (name: string): LogEvent => ({ kind: 'started', step: name, decision: { of: name } });
const succeeded = (name: string): LogEvent => ({ kind: 'succeeded', step: name, output: name });
const asDecided = (name: string): LogEvent => ({ kind: 'succeeded-as-decided', step: name });
const failed = (name: string, again = false): LogEvent => ({
  kind: 'failed',
  step: name,
  refusal: no,
  again,
});

describe('definePipeline', () => {
  it.each([
    ['a pivot after a retriable step', [step('a', 'retriable'), step('b', 'pivot')]],
    ['two pivots', [step('a', 'pivot'), step('b', 'pivot')]],
    ['a compensatable step after the pivot', [step('a', 'pivot'), step('b', 'compensatable')]],
    ['a name twice', [step('a', 'compensatable'), step('a', 'compensatable')]],
    ['no steps', []],
  ])('refuses %s', (_what, steps) => {
    expect(() => definePipeline('wrong', steps)).toThrow(TypeError);
  });
});

const UP_TO_THREE = [...['one', 'two'].flatMap((name) => [started(name), succeeded(name)]), started('three')];
const AGAIN_AT_THREE = { kind: 'ready', index: 2, attempt: 1 };
const UNDOING_ONE = {
  kind: 'unwinding',
  refusal: no,
  failedStep: 'one',
  pending: [{ index: 0, decision: { of: 'one' } }],
};

describe('foldLog', () => {
  const undone: LogEvent = { kind: 'undo-finished', step: 'one' };
  it.each<[string, readonly LogEvent[], object]>([
    ['nothing yet', [], { kind: 'ready', index: 0, attempt: 1 }],
    [
      'a step under way',
      [started('one')],
      { kind: 'started', index: 0, attempt: 1, decision: { of: 'one' }, startedAtMs: 0 },
    ],
    [
      'a step that waits',
      [started('one'), { kind: 'waiting', step: 'one', untilMs: 99 }],
      { kind: 'started', index: 0, attempt: 1, decision: { of: 'one' }, startedAtMs: 0, waitUntilMs: 99 },
    ],
    [
      'a step to decide afresh',
      [started('one'), failed('one', true)],
      { kind: 'ready', index: 0, attempt: 2 },
    ],
    [
      'a skipped step',
      [{ kind: 'skipped', step: 'one', reason: 'x' }],
      { kind: 'ready', index: 1, attempt: 1 },
    ],
    [
      'the end',
      ['one', 'two', 'three'].flatMap((name) => [started(name), succeeded(name)]),
      { kind: 'succeeded' },
    ],
    [
      'a refusal with nothing to undo',
      [{ kind: 'refused', step: 'one', refusal: no }],
      { kind: 'failed', refusal: no, failedStep: 'one' },
    ],
    [
      'TORPOR-7 a failing pivot unwinds',
      [started('one'), succeeded('one'), started('two'), failed('two')],
      { kind: 'unwinding', refusal: no, failedStep: 'two', pending: [{ index: 0, decision: { of: 'one' } }] },
    ],
    [
      'TORPOR-7 an unwinding that is over',
      [started('one'), failed('one'), { kind: 'undo-started', step: 'one' }, undone],
      { kind: 'failed', refusal: no, failedStep: 'one' },
    ],
    [
      'TORPOR-8 a failure past the pivot is stuck',
      [...UP_TO_THREE, failed('three')],
      { kind: 'stuck', step: 'three', detail: 'no', refusal: no, again: AGAIN_AT_THREE },
    ],
    [
      'TORPOR-8 a stuck step that is retried is to be decided afresh',
      [...UP_TO_THREE, failed('three'), { kind: 'retried', step: 'three' }],
      AGAIN_AT_THREE,
    ],
    [
      'TORPOR-8 a step that failed, was retried and succeeded',
      [
        ...UP_TO_THREE,
        failed('three'),
        { kind: 'retried', step: 'three' },
        started('three'),
        succeeded('three'),
      ],
      { kind: 'succeeded' },
    ],
    [
      'TORPOR-8 a failed undo is stuck',
      [started('one'), failed('one'), { kind: 'undo-failed', step: 'one', detail: 'd' }],
      { kind: 'stuck', step: 'one', detail: 'd', refusal: no, again: UNDOING_ONE },
    ],
    [
      'TORPOR-8 a failed undo that is retried goes on with the undo',
      [
        started('one'),
        failed('one'),
        { kind: 'undo-failed', step: 'one', detail: 'd' },
        { kind: 'retried', step: 'one' },
      ],
      UNDOING_ONE,
    ],
  ])('%s', (_what, events, status) => {
    expect(foldLog(pipeline, log(...events)).status).toEqual(status);
  });

  it('takes the decision for the output where they are the same', () => {
    const folded = foldLog(pipeline, log(started('one'), asDecided('one'), started('two'), succeeded('two')));
    expect(folded.outputs).toEqual({ one: { of: 'one' }, two: 'two' });
  });

  it.each<[string, readonly LogRecord[]]>([
    ['a result of a step that did not start', log(succeeded('one'))],
    ['a step out of turn', log(started('two'))],
    ['an event after the end', log({ kind: 'refused', step: 'one', refusal: no }, started('one'))],
    ['an undo of the wrong step', log(started('one'), failed('one'), { kind: 'undo-finished', step: 'two' })],
    ['a gap', [{ seq: 2, atMs: 0, event: started('one') }]],
  ])('is an error for %s', (_what, records) => {
    expect(() => foldLog(pipeline, records)).toThrow(IllegalLogError);
  });
});

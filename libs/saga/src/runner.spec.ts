import { describe, expect, it } from 'vitest';
import type { LogRecord } from './log.js';
import { definePipeline } from './pipeline.js';
import { driveOperation, type OperationHost } from './runner.js';
import { refusal } from '#libs/refusal';
import { afterTime, done, proceed, type Applied, type Step } from './step.js';

interface Ports {
  effects: string[];
}

function waiting(name: string, tookMs: number): Step<object, Ports> {
  return {
    name,
    zone: 'compensatable',
    rules: [],
    decide: () => proceed({}),
    apply: (_decision, ports, time) =>
      afterTime(time, tookMs, async () => {
        ports.effects.push(`${name}@${time.nowMs}`);
        return done({});
      }),
    undo: async (_decision, ports) => {
      ports.effects.push(`undo ${name}`);
    },
  };
}

function hostOn(
  log: LogRecord[],
  change: Partial<OperationHost<object, Ports>> = {},
): OperationHost<object, Ports> {
  return {
    ports: { effects: [] },
    append: async (records) => {
      log.push(...records);
      return { isCancelRequested: false };
    },
    loadFacts: async () => ({}),
    nowMs: () => 1_000,
    mayJumpTo: () => true,
    isTransient: () => false,
    onUnexpectedError: () => {},
    ...change,
  };
}

describe('driveOperation', () => {
  it('TORPOR-13 lets emulated time pass at once where the clock allows it', async () => {
    const log: LogRecord[] = [];
    const host = hostOn(log);
    const result = await driveOperation(
      definePipeline('p', [waiting('a', 500), waiting('b', 250)]),
      log,
      host,
    );
    expect(result).toEqual({ kind: 'ended', status: { kind: 'succeeded' }, outputs: { a: {}, b: {} } });
    expect(host.ports.effects).toEqual(['a@1500', 'b@1750']);
    expect(log.map(({ atMs, event }) => `${atMs} ${event.kind} ${event.step}`)).toEqual([
      '1000 started a',
      '1000 waiting a',
      '1500 succeeded a',
      '1500 started b',
      '1500 waiting b',
      '1750 succeeded b',
    ]);
  });

  it('TORPOR-13 parks where it may not, and goes on when the time has come', async () => {
    const log: LogRecord[] = [];
    const pipeline = definePipeline('p', [waiting('a', 500)]);
    const parked = hostOn(log, { mayJumpTo: () => false });
    expect(await driveOperation(pipeline, log, parked)).toEqual({ kind: 'waiting', untilMs: 1_500 });
    expect(await driveOperation(pipeline, [...log], parked)).toEqual({ kind: 'waiting', untilMs: 1_500 });
    expect(parked.ports.effects).toEqual([]);
    const later = hostOn(log, { mayJumpTo: () => false, nowMs: () => 1_500 });
    expect((await driveOperation(pipeline, [...log], later)).kind).toBe('ended');
    expect(later.ports.effects).toEqual(['a@1500']);
  });

  it('stops where a step is held, and asks it again whenever somebody looks', async () => {
    const log: LogRecord[] = [];
    let isHeld = true;
    const step: Step<object, Ports> = {
      ...waiting('a', 0),
      apply: async (): Promise<Applied<unknown>> =>
        isHeld ? { kind: 'hold' } : { kind: 'done', output: {} },
    };
    const pipeline = definePipeline('p', [step]);
    expect(await driveOperation(pipeline, [], hostOn(log))).toEqual({ kind: 'held' });
    expect(await driveOperation(pipeline, [...log], hostOn(log))).toEqual({ kind: 'held' });
    expect(log.map(({ event }) => event.kind)).toEqual(['started']);
    isHeld = false;
    const result = await driveOperation(pipeline, [...log], hostOn(log));
    expect(result.kind === 'ended' && result.status.kind).toBe('succeeded');
  });

  it.each([1, 2])(
    'TORPOR-18 a cancel before step %i takes effect before that step does, and unwinds',
    async (before) => {
      const log: LogRecord[] = [];
      const host = hostOn(log, {
        append: async (records) => {
          log.push(...records);
          return { isCancelRequested: log.filter(({ event }) => event.kind === 'started').length >= before };
        },
      });
      const { undo: _none, ...step } = waiting('b', 0);
      const pivot: Step<object, Ports> = { ...step, zone: 'pivot' };
      const result = await driveOperation(definePipeline('p', [waiting('a', 0), pivot]), log, host);
      expect(result.kind === 'ended' && result.status).toMatchObject({
        kind: 'failed',
        refusal: { code: 'operation-cancelled' },
      });
      expect(host.ports.effects).toEqual(before === 1 ? ['undo a'] : ['a@1000', 'undo a']);
    },
  );

  it('TORPOR-18 a pivot that may have taken effect is not cancelled', async () => {
    const log: LogRecord[] = [];
    const pivot: Step<object, Ports> = { ...waiting('a', 0), zone: 'pivot' };
    const started: LogRecord = { seq: 1, atMs: 0, event: { kind: 'started', step: 'a', decision: {} } };
    const host = hostOn(log, { append: async () => ({ isCancelRequested: true }) });
    const result = await driveOperation(definePipeline('p', [pivot]), [started], host);
    expect(result.kind === 'ended' && result.status.kind).toBe('succeeded');
  });

  it('decides afresh after a retryable failure, as often as the step allows', async () => {
    const log: LogRecord[] = [];
    let decided = 0;
    const losing: Step<object, Ports> = {
      ...waiting('a', 0),
      attempts: 3,
      decide: () => proceed({ attempt: ++decided }),
      apply: async (): Promise<Applied<unknown>> => ({
        kind: 'failed',
        refusal: refusal('capacity-lost-race', 'lost'),
      }),
    };
    const result = await driveOperation(definePipeline('p', [losing]), log, hostOn(log));
    expect(decided).toBe(3);
    expect(result.kind === 'ended' && result.status.kind).toBe('failed');
  });

  it('TORPOR-6 an error of the machinery leaves the step started, to be run again', async () => {
    const log: LogRecord[] = [];
    const lost = new Error('connection lost');
    const breaking: Step<object, Ports> = {
      ...waiting('a', 0),
      apply: async () => {
        throw lost;
      },
    };
    const host = hostOn(log, { isTransient: (error) => error === lost });
    await expect(driveOperation(definePipeline('p', [breaking]), log, host)).rejects.toBe(lost);
    expect(log.map(({ event }) => event.kind)).toEqual(['started']);
  });

  it('TORPOR-23 an unexpected error of a step fails it, told to the log and hidden from callers', async () => {
    const log: LogRecord[] = [];
    const told: unknown[] = [];
    const breaking: Step<object, Ports> = {
      ...waiting('a', 0),
      apply: async () => {
        throw new Error('secret');
      },
    };
    const host = hostOn(log, { onUnexpectedError: (step, error) => told.push(step, error) });
    const result = await driveOperation(definePipeline('p', [breaking]), log, host);
    expect(JSON.stringify(result)).not.toContain('secret');
    expect(told).toEqual(['a', new Error('secret')]);
  });
});

import { describe, expect, it } from 'vitest';
import { refusal } from '#libs/refusal';
import {
  checkCrashAfterEachEvent,
  checkFailureAtEachStep,
  checkRepeatedActions,
  checkRepeatedUndos,
  definePipeline,
  done,
  driveOperation,
  proceed,
  skip,
  type LogRecord,
  type Step,
  type Zone,
} from '#libs/saga';
import { afterRetry, type OperationEffect } from './effects.js';
import { struckPipeline, type StrikePort } from './struck-pipeline.js';

/** What steps and faults leave behind. */
class World implements StrikePort {
  readonly marks = new Set<string>();
  hold: 'held' | 'lifted' | 'cancelled' = 'held';

  async failHost(): Promise<void> {
    this.marks.add('host down');
  }

  async failExtension(): Promise<void> {
    this.marks.add('extension failed');
  }

  async holdOf(): Promise<'held' | 'lifted' | 'cancelled'> {
    return this.hold;
  }
}

function step(name: string, zone: Zone, skipped = false): Step<object, World> {
  return {
    name,
    zone,
    rules: [],
    decide: () => (skipped ? skip('not needed') : proceed({ name })),
    apply: async (decision, { marks }) => {
      marks.add(name);
      return done(decision);
    },
    ...(zone === 'compensatable' ? { undo: async (_, { marks }) => void marks.delete(name) } : {}),
  };
}

const PIPELINE = definePipeline('p', [
  step('claim', 'compensatable'),
  step('idle', 'compensatable', true),
  step('reserve', 'compensatable'),
  step('pivot', 'pivot'),
  step('finish', 'retriable'),
]);

const origin = { faultId: 'id', faultName: 'name' };
const no = refusal('fault-injected', 'no');
const fails = (at: string, moment: 'before' | 'after' = 'before'): OperationEffect => ({
  ...origin,
  kind: 'fails',
  step: at,
  moment,
  refusal: no,
});

async function run(
  effects: readonly OperationEffect[],
  {
    world = new World(),
    log = [],
    nowMs = 0,
    jumps = true,
  }: {
    world?: World;
    log?: LogRecord[];
    nowMs?: number;
    jumps?: boolean;
  } = {},
) {
  const result = await driveOperation(struckPipeline(PIPELINE, effects, world), [...log], {
    ports: world,
    append: async (records) => {
      log.push(...records);
      return { isCancelRequested: false };
    },
    loadFacts: async () => ({}),
    nowMs: () => nowMs,
    mayJumpTo: () => jumps,
    isTransient: () => false,
    onUnexpectedError: (at, error) => {
      throw new Error(`step ${at} threw`, { cause: error });
    },
  });
  const status = result.kind === 'ended' ? result.status.kind : result.kind;
  return { status, result, world, log, left: [...world.marks].sort(), lastMs: log.at(-1)?.atMs };
}

describe('struckPipeline', () => {
  it('without effects is the pipeline', async () => {
    expect(await run([])).toMatchObject({
      status: 'succeeded',
      left: ['claim', 'finish', 'pivot', 'reserve'],
    });
  });

  it.each<[string, OperationEffect, string, readonly string[]]>([
    ['before the first step', fails('claim'), 'failed', []],
    ['after the first step', fails('claim', 'after'), 'failed', []],
    ['at a step that would be skipped', fails('idle'), 'failed', []],
    ['after a step that would be skipped', fails('idle', 'after'), 'failed', []],
    ['after a step', fails('reserve', 'after'), 'failed', []],
    ['at the pivot', fails('pivot'), 'failed', []],
    ['after the pivot, which is before it', fails('pivot', 'after'), 'failed', []],
    ['past the pivot', fails('finish'), 'stuck', ['claim', 'pivot', 'reserve']],
  ])(
    'TORPOR-7 TORPOR-8 fails %s and leaves nothing behind that a failure would not',
    async (_, effect, status, left) => {
      const ran = await run([effect]);
      expect([ran.status, ran.left]).toEqual([status, left]);
      expect(ran.result.kind === 'ended' && 'refusal' in ran.result.status && ran.result.status.refusal).toBe(
        no,
      );
    },
  );

  it('TORPOR-8 goes on after a retry', async () => {
    const effects = [fails('finish')];
    const { log, world } = await run(effects);
    const last = log.length;
    log.push({ seq: last + 1, atMs: 0, event: { kind: 'retried', step: 'finish' } });
    expect(await run(afterRetry(effects), { log, world })).toMatchObject({
      status: 'succeeded',
      left: ['claim', 'finish', 'pivot', 'reserve'],
    });
  });

  it.each([
    ['claim', ['claim']],
    ['reserve', ['claim']],
    ['pivot', ['claim', 'reserve']],
    ['finish', ['claim', 'pivot', 'reserve']],
  ])('TORPOR-13 takes longer at %s, and ends as it would have', async (at, whileWaiting) => {
    const effects: OperationEffect[] = [{ ...origin, kind: 'takes-longer', step: at, delayMs: 700 }];
    const parked = await run(effects, { jumps: false });
    expect(parked.result).toEqual({ kind: 'waiting', untilMs: 700 });
    expect(parked.left).toEqual(whileWaiting);
    const later = await run(effects, { ...parked, nowMs: 700, jumps: false });
    expect([later.status, later.left, later.lastMs]).toEqual([
      'succeeded',
      ['claim', 'finish', 'pivot', 'reserve'],
      700,
    ]);
    expect((await run(effects)).lastMs).toBe(700);
  });

  it.each([
    ['claim', ['claim'], 'failed', []],
    ['reserve', ['claim'], 'failed', []],
    ['pivot', ['claim', 'reserve'], 'failed', []],
    ['finish', ['claim', 'pivot', 'reserve'], 'succeeded', ['claim', 'finish', 'pivot', 'reserve']],
  ])(
    'TORPOR-18 is held at %s until it is let go of, or cancelled',
    async (at, whileHeld, cancelled, left) => {
      const effects: OperationEffect[] = [{ ...origin, kind: 'holds', step: at }];
      const held = await run(effects);
      expect([held.status, held.left]).toEqual(['held', whileHeld]);
      expect((await run(effects, held)).status).toBe('held');
      held.world.hold = 'cancelled';
      const ended = await run(effects, { world: held.world, log: [...held.log] });
      expect([ended.status, ended.left]).toEqual([cancelled, left]);
      const other = await run(effects);
      other.world.hold = 'lifted';
      expect((await run(effects, other)).status).toBe('succeeded');
    },
  );

  it.each([
    ['reserve', 'failed', ['host down']],
    ['pivot', 'failed', ['host down']],
    ['finish', 'succeeded', ['claim', 'finish', 'host down', 'pivot', 'reserve']],
  ])('ASSUME-13 loses its host at %s', async (at, status, left) => {
    const ran = await run([{ ...origin, kind: 'host-fails', step: at, refusal: no }]);
    expect([ran.status, ran.left]).toEqual([status, left]);
  });

  it.each([
    ['finish', 'succeeded', ['claim', 'extension failed', 'finish', 'pivot', 'reserve']],
    ['pivot', 'failed', ['extension failed']],
  ])('AZURE-20 fails the extension at %s', async (at, status, left) => {
    const ran = await run([{ ...origin, kind: 'extension-fails', step: at, refusal: no }]);
    expect([ran.status, ran.left]).toEqual([status, left]);
  });

  it('leaves alone what strikes elsewhere', async () => {
    const ran = await run([
      { ...origin, kind: 'status-lost', polls: 1, refusal: no },
      { ...origin, kind: 'guest-fault', fault: { kind: 'noresume' } },
      fails('of another pipeline'),
    ]);
    expect(ran.status).toBe('succeeded');
  });
});

describe('a pipeline that takes longer', () => {
  const slow = struckPipeline(
    PIPELINE,
    ['claim', 'reserve', 'pivot', 'finish'].map((at) => ({
      ...origin,
      kind: 'takes-longer',
      step: at,
      delayMs: 5,
    })),
    new World(),
  );
  const subject = {
    pipeline: slow,
    createWorld: () => {
      const world = new World();
      return { ports: world, loadFacts: async () => ({}), snapshot: () => [...world.marks].sort() };
    },
  };

  it('TORPOR-6 TORPOR-7 TORPOR-8 bears what every pipeline must bear', async () => {
    await checkRepeatedActions(subject);
    await checkRepeatedUndos(subject);
    expect(await checkFailureAtEachStep(subject)).toBeGreaterThan(3);
    expect(await checkCrashAfterEachEvent(subject)).toBeGreaterThan(8);
  });
});

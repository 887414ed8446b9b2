import { refusal } from '#libs/refusal';
import type { LogRecord } from '../log.js';
import type { AnyStep, Pipeline } from '../pipeline.js';
import { driveOperation, type OperationHost } from '../runner.js';
import { foldLog, type OperationStatus } from '../status.js';

/**
 * What every pipeline must bear, whatever it is for: any action repeated, a failure at any step, any undo
 * repeated, a crash after any log event. Each check throws an `Error` that says what broke.
 */
export interface SagaWorld<Facts, Ports> {
  readonly ports: Ports;
  loadFacts(reads: readonly string[]): Promise<Facts>;
  /** Everything that steps can change, as plain data: two worlds are equal when this is. */
  snapshot(): unknown;
}

export interface SagaSubject<Facts, Ports> {
  readonly pipeline: Pipeline<Facts, Ports>;
  /** A fresh world in which the pipeline succeeds; equal every time. */
  createWorld(): SagaWorld<Facts, Ports>;
}

/** Thrown by the crashing log: the process is gone. */
class Crash extends Error {}

interface Run {
  readonly status: OperationStatus;
  readonly log: readonly LogRecord[];
}

export async function runToEnd<Facts, Ports>(
  pipeline: Pipeline<Facts, Ports>,
  world: SagaWorld<Facts, Ports>,
  log: LogRecord[] = [],
  crashAfter = Number.POSITIVE_INFINITY,
): Promise<Run> {
  const host: OperationHost<Facts, Ports> = {
    ports: world.ports,
    loadFacts: (reads) => world.loadFacts(reads),
    append: async (records) => {
      for (const record of records) {
        if (log.length >= crashAfter) throw new Crash();
        // What is stored is what JSON keeps: a decision must survive the round trip.
        log.push(JSON.parse(JSON.stringify(record)) as LogRecord);
      }
      return { isCancelRequested: false };
    },
    nowMs: () => 0,
    mayJumpTo: () => true,
    isTransient: (error) => error instanceof Crash,
    onUnexpectedError: (step, error) => {
      throw new Error(`step ${step} threw`, { cause: error });
    },
  };
  const result = await driveOperation(pipeline, log, host);
  if (result.kind !== 'ended') throw new Error('a saga under immediate time must end');
  return { status: result.status, log };
}

/** TORPOR-6: each action carried out twice leaves the same world as once. */
export async function checkRepeatedActions<Facts, Ports>(subject: SagaSubject<Facts, Ports>): Promise<void> {
  const once = subject.createWorld();
  expectStatus('once', (await runToEnd(subject.pipeline, once)).status, 'succeeded');
  const twice = subject.createWorld();
  const repeating = mapSteps(subject.pipeline, (step) => ({
    ...step,
    apply: async (decision, ports, time) => {
      await step.apply(decision, ports, time);
      return step.apply(decision, ports, time);
    },
  }));
  expectStatus('with every action repeated', (await runToEnd(repeating, twice)).status, 'succeeded');
  expectSame('every action repeated', twice.snapshot(), once.snapshot());
}

/**
 * TORPOR-7, TORPOR-8: a failure before or at the pivot puts everything back, whether the failing step had
 * taken effect or not; after it the operation is stuck where it failed. Returns how many failures were tried.
 */
export async function checkFailureAtEachStep<Facts, Ports>(
  subject: SagaSubject<Facts, Ports>,
): Promise<number> {
  let tried = 0;
  for (const step of subject.pipeline.steps) {
    for (const tookEffect of step.zone === 'compensatable' ? [false, true] : [false]) {
      const world = subject.createWorld();
      const before = world.snapshot();
      const { status, log } = await runToEnd(failingAt(subject.pipeline, step.name, tookEffect), world);
      if (!log.some(({ event }) => event.kind === 'failed')) continue;
      tried += 1;
      const what = `failure of ${step.name} ${tookEffect ? 'after' : 'before'} its effect`;
      expectStatus(what, status, step.zone === 'retriable' ? 'stuck' : 'failed');
      if (step.zone !== 'retriable') expectSame(what, world.snapshot(), before);
    }
  }
  return tried;
}

/** TORPOR-7: each undo carried out twice leaves the same world as once. */
export async function checkRepeatedUndos<Facts, Ports>(subject: SagaSubject<Facts, Ports>): Promise<void> {
  const repeating = mapSteps(subject.pipeline, (step) => {
    const { undo } = step;
    if (undo === undefined) return step;
    return {
      ...step,
      undo: async (decision, ports) => {
        await undo(decision, ports);
        await undo(decision, ports);
      },
    };
  });
  for (const step of subject.pipeline.steps.filter(({ zone }) => zone !== 'retriable')) {
    const world = subject.createWorld();
    const before = world.snapshot();
    const { status, log } = await runToEnd(failingAt(repeating, step.name, false), world);
    if (!log.some(({ event }) => event.kind === 'failed')) continue;
    expectStatus(`undos repeated after ${step.name}`, status, 'failed');
    expectSame(`undos repeated after ${step.name}`, world.snapshot(), before);
  }
}

/** TORPOR-6: whatever event is the last that was stored, the operation ends as if nothing had happened. */
export async function checkCrashAfterEachEvent<Facts, Ports>(
  subject: SagaSubject<Facts, Ports>,
): Promise<number> {
  const undisturbed = subject.createWorld();
  const { log } = await runToEnd(subject.pipeline, undisturbed);
  for (let stored = 0; stored < log.length; stored++) {
    const world = subject.createWorld();
    const kept: LogRecord[] = [];
    await expectCrash(runToEnd(subject.pipeline, world, kept, stored));
    if (kept.length !== stored) throw new Error(`${kept.length} events kept, expected ${stored}`);
    const { status } = await runToEnd(subject.pipeline, world, kept);
    expectStatus(`crash after event ${stored}`, status, 'succeeded');
    expectSame(`crash after event ${stored}`, world.snapshot(), undisturbed.snapshot());
    if (foldLog(subject.pipeline, kept).status.kind !== 'succeeded')
      throw new Error('the log tells another story');
  }
  return log.length;
}

function failingAt<Facts, Ports>(
  pipeline: Pipeline<Facts, Ports>,
  name: string,
  tookEffect: boolean,
): Pipeline<Facts, Ports> {
  return mapSteps(pipeline, (step) =>
    step.name === name
      ? {
          ...step,
          attempts: 1,
          apply: async (decision, ports, time) => {
            if (tookEffect) await step.apply(decision, ports, { ...time, nowMs: Number.MAX_SAFE_INTEGER });
            return { kind: 'failed', refusal: refusal('internal-error', 'made to fail') };
          },
        }
      : step,
  );
}

function mapSteps<Facts, Ports>(
  pipeline: Pipeline<Facts, Ports>,
  change: (step: AnyStep<Facts, Ports>) => AnyStep<Facts, Ports>,
): Pipeline<Facts, Ports> {
  return { ...pipeline, steps: pipeline.steps.map(change) };
}

async function expectCrash(run: Promise<unknown>): Promise<void> {
  try {
    await run;
  } catch (error) {
    if (error instanceof Crash) return;
    throw error;
  }
  throw new Error('the run was to crash and did not');
}

function expectStatus(what: string, status: OperationStatus, wanted: OperationStatus['kind']): void {
  if (status.kind !== wanted) throw new Error(`${what}: ${JSON.stringify(status)} instead of ${wanted}`);
}

function expectSame(what: string, actual: unknown, wanted: unknown): void {
  const [left, right] = [JSON.stringify(actual), JSON.stringify(wanted)];
  if (left !== right) throw new Error(`${what}: the world is\n${left}\ninstead of\n${right}`);
}

import { refusal } from '#libs/refusal';
import { refuse, type AnyStep, type Applied, type Pipeline, type StepTime } from '#libs/saga';
import type { OperationEffect } from './effects.js';

/** What effects need of the world around the operation they have struck. Each may be asked twice. */
export interface StrikePort {
  /** Takes the host that the VM is on down; does nothing when it is on none. */
  failHost(): Promise<void>;
  /**
   * The hibernation extension of the VM is in a failed state from now on, if it has one, and so is any that has not
   * run yet. `message` says why.
   */
  failExtension(message: string): Promise<void>;
  /** Whether the fault still holds the operation. */
  holdOf(faultId: string): Promise<'held' | 'lifted' | 'cancelled'>;
}

/**
 * The pipeline as it runs for an operation with these effects: same name, same steps in the same order, so that
 * the log of the one is a log of the other. A step that fails is undone like any that fails by itself.
 */
export function struckPipeline<Facts, Ports>(
  pipeline: Pipeline<Facts, Ports>,
  effects: readonly OperationEffect[],
  port: StrikePort,
): Pipeline<Facts, Ports> {
  const inForce = effects.filter(({ isOver }) => isOver !== true);
  const steps = pipeline.steps.map((step, index) =>
    inForce
      .filter((effect) => 'step' in effect && effect.step === step.name)
      .reduce((struck, effect) => struckStep(struck, effect, port, index === 0), step),
  );
  return { ...pipeline, steps };
}

function struckStep<Facts, Ports>(
  step: AnyStep<Facts, Ports>,
  effect: OperationEffect,
  port: StrikePort,
  isFirst: boolean,
): AnyStep<Facts, Ports> {
  switch (effect.kind) {
    case 'fails':
      return failing(step, effect);
    case 'takes-longer':
      return applying(step, (apply, time) => delayed(apply, time, effect.delayMs, isFirst));
    case 'holds':
      return applying(step, (apply, time) => held(apply, time, step, effect.faultId, port, isFirst));
    case 'host-fails':
      return applying(step, async (apply, time) => {
        await port.failHost();
        // Past the pivot nothing that is left to do needs the host.
        return step.zone === 'retriable' ? apply(time) : { kind: 'failed', refusal: effect.refusal };
      });
    case 'extension-fails':
      return applying(step, async (apply, time) => {
        await port.failExtension(effect.refusal.detail);
        // Where running it is what the operation is for, its failure is that of the operation.
        return step.zone === 'retriable' ? apply(time) : { kind: 'failed', refusal: effect.refusal };
      });
    case 'status-lost':
    case 'guest-fault':
      return step;
  }
}

type Apply = (time: StepTime) => Promise<Applied<unknown>>;

function applying<Facts, Ports>(
  step: AnyStep<Facts, Ports>,
  around: (apply: Apply, time: StepTime) => Promise<Applied<unknown>>,
): AnyStep<Facts, Ports> {
  return {
    ...step,
    apply: (decision, ports, time) => around((at) => step.apply(decision, ports, at), time),
  };
}

/** Failing before its effect the step refuses, even where it would have been skipped: a strike is never lost. */
function failing<Facts, Ports>(
  step: AnyStep<Facts, Ports>,
  { moment, refusal: refused }: Extract<OperationEffect, { kind: 'fails' }>,
): AnyStep<Facts, Ports> {
  if (moment === 'before' || step.zone !== 'compensatable') return { ...step, decide: () => refuse(refused) };
  return {
    ...step,
    attempts: 1,
    decide: (facts, outputs) => {
      const decided = step.decide(facts, outputs);
      return decided.kind === 'skip' ? refuse(refused) : decided;
    },
    apply: async (decision, ports, time) => {
      const applied = await step.apply(decision, ports, time);
      return applied.kind === 'done' ? { kind: 'failed', refusal: refused } : applied;
    },
  };
}

/** The first step claims the VM: it takes effect before the time passes, so that the VM is seen to change. */
async function delayed(
  apply: Apply,
  time: StepTime,
  delayMs: number,
  isFirst: boolean,
): Promise<Applied<unknown>> {
  const untilMs = time.startedAtMs + delayMs;
  const applied = isFirst ? await apply(time) : undefined;
  if (applied !== undefined && applied.kind !== 'done') return applied;
  if (time.nowMs < untilMs) return { kind: 'wait', untilMs };
  return applied ?? apply({ ...time, startedAtMs: untilMs });
}

async function held<Facts, Ports>(
  apply: Apply,
  time: StepTime,
  { name, zone }: AnyStep<Facts, Ports>,
  faultId: string,
  port: StrikePort,
  isFirst: boolean,
): Promise<Applied<unknown>> {
  const applied = isFirst ? await apply(time) : undefined;
  if (applied !== undefined && applied.kind !== 'done') return applied;
  const hold = await port.holdOf(faultId);
  if (hold === 'held') return { kind: 'hold' };
  if (hold === 'cancelled' && zone !== 'retriable') {
    return {
      kind: 'failed',
      refusal: refusal('operation-cancelled', `cancelled while it was held at ${name}`),
    };
  }
  return applied ?? apply({ ...time, startedAtMs: time.nowMs });
}

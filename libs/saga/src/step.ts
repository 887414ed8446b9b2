import type { RuleId } from '#libs/kernel-rules';
import type { Refusal } from '#libs/refusal';

/**
 * Where a step stands relative to the point of no return: `compensatable` steps can be undone, the one
 * `pivot` decides, `retriable` steps after it only go forward.
 */
export type Zone = 'compensatable' | 'pivot' | 'retriable';

/** What a step means to do, from facts alone. The decision is stored, so it is plain data. */
export type Decided<Decision> =
  | { readonly kind: 'proceed'; readonly decision: Decision }
  | { readonly kind: 'skip'; readonly reason: string }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/**
 * How applying a decision went. `wait` asks to be applied again once emulated time has reached `untilMs`, `hold`
 * whenever somebody looks again: what it waits for is no matter of time.
 */
export type Applied<Output> =
  | { readonly kind: 'done'; readonly output: Output }
  | { readonly kind: 'wait'; readonly untilMs: number }
  | { readonly kind: 'hold' }
  | { readonly kind: 'failed'; readonly refusal: Refusal };

/** Emulated time as a step sees it, milliseconds. `startedAtMs` is when the decision was logged. */
export interface StepTime {
  readonly startedAtMs: number;
  readonly nowMs: number;
}

/** Outputs of the steps that have succeeded so far, by step name; read them with `outputOf`. */
export type StepOutputs = Readonly<Record<string, unknown>>;

export interface Step<Facts, Ports, Decision = unknown, Output = unknown> {
  /** Stored in the log: never rename a step, add a new one. */
  readonly name: string;
  readonly rules: readonly RuleId[];
  readonly zone: Zone;
  /** False for a step that only finds something out: its decision need not be stored before it is applied. */
  readonly hasEffect?: false;
  /** Facts that are worth reading only for this step, by the name its pipelines give them (`hosts`). */
  readonly reads?: readonly string[];
  /** How often a retryable failure may be decided afresh before it counts; 1 when absent. */
  readonly attempts?: number;
  /** Pure. */
  decide(facts: Facts, outputs: StepOutputs): Decided<Decision>;
  /** Safe to run twice with the same decision. */
  apply(decision: Decision, ports: Ports, time: StepTime): Promise<Applied<Output>>;
  /** Safe to run twice, or when `apply` never ran. Absent when the step leaves nothing behind. */
  undo?(decision: Decision, ports: Ports): Promise<void>;
}

/** Fixes the types of a step and erases them, so that pipelines hold steps of many kinds. */
export function defineStep<Facts, Ports, Decision, Output>(
  step: Step<Facts, Ports, Decision, Output>,
): Step<Facts, Ports, Decision, Output> {
  return step;
}

/** The output of an earlier step, or `undefined` when it was skipped or has not run. */
export function outputOf<Facts, Ports, Decision, Output>(
  outputs: StepOutputs,
  step: Step<Facts, Ports, Decision, Output>,
): Output | undefined {
  return outputs[step.name] as Output | undefined;
}

export function proceed<Decision>(decision: Decision): Decided<Decision> {
  return { kind: 'proceed', decision };
}

export function skip(reason: string): Decided<never> {
  return { kind: 'skip', reason };
}

export function refuse(refusal: Refusal): Decided<never> {
  return { kind: 'refused', refusal };
}

export function done<Output>(output: Output): Applied<Output> {
  return { kind: 'done', output };
}

/**
 * Lets `tookMs` of emulated time pass since the step started before `effect` happens: the shape of every
 * step whose work takes time on the emulated machine.
 */
export async function afterTime<Output>(
  time: StepTime,
  tookMs: number,
  effect: () => Promise<Applied<Output>>,
): Promise<Applied<Output>> {
  const untilMs = time.startedAtMs + tookMs;
  return time.nowMs < untilMs ? { kind: 'wait', untilMs } : effect();
}

import type { ExplainedOperation, ExplainedStep } from '#libs/explanation';
import type { GuestStepRecord } from '#libs/linux-guest';
import type { Refusal } from '#libs/refusal';
import type { Verdict, VmFacts, VmPipeline } from '#libs/vm-operations';
import { HIBERNATION_EFFECTS } from './hibernation-effects.js';
import type { ImageTransfer } from './image-transfer.js';
import { PLATFORM_EFFECTS } from './platform-effects.js';
import { RESUME_EFFECTS } from './resume-effects.js';
import type { StepEffect } from './step-effect.js';

/** One operation from its beginning to its end, with nothing stored and nothing awaited. */
export interface Walk {
  /** `refused`: a step said no before anything of it was done. Either way what came before is undone. */
  readonly kind: 'succeeded' | 'failed' | 'refused';
  /** The VM afterwards. */
  readonly facts: VmFacts;
  readonly tookMs: number;
  /** Part of the time, in which the image moved. */
  readonly transfer: ImageTransfer;
  readonly verdict?: Verdict;
  readonly refusal?: Refusal;
  readonly operation: ExplainedOperation;
  /** The VM as it was last before the operation succeeded, or before it was undone. */
  readonly reached: VmFacts;
}

const EFFECTS: ReadonlyMap<string, StepEffect<never, unknown>> = new Map([
  ...PLATFORM_EFFECTS,
  ...HIBERNATION_EFFECTS,
  ...RESUME_EFFECTS,
]);

/**
 * Walks a pipeline step by step: each decides over the facts and outputs of those before it, exactly as when it is
 * driven for real. Pure. Throws `Error` for a step that has no entry among the effects.
 */
export function walkPipeline(pipeline: VmPipeline, facts: VmFacts, startedAtMs: number): Walk {
  return new PipelineWalk(pipeline, facts, startedAtMs).toEnd();
}

class PipelineWalk {
  #tookMs = 0;
  #transfer: ImageTransfer = { ms: 0, bytes: 0 };
  #verdict: Verdict | undefined;
  readonly #outputs: Record<string, unknown> = {};
  readonly #steps: ExplainedStep[] = [];
  readonly #undos: (() => void)[] = [];

  constructor(
    readonly pipeline: VmPipeline,
    private facts: VmFacts,
    readonly startedAtMs: number,
  ) {}

  toEnd(): Walk {
    for (const step of this.pipeline.steps) {
      const decided = step.decide(this.facts, this.#outputs);
      switch (decided.kind) {
        case 'skip':
          this.#note(step, { status: 'skipped', reason: decided.reason });
          break;
        case 'refused':
          this.#note(step, { status: 'failed', reason: decided.refusal.detail });
          return this.#end('refused', decided.refusal);
        case 'proceed': {
          const refused = this.#carryOut(step, decided.decision);
          if (refused !== undefined) return this.#end('failed', refused.refusal);
          break;
        }
        default:
          return assertNever(decided);
      }
    }
    return this.#end('succeeded');
  }

  /** Returns the failure, or `undefined` when the step is done. */
  #carryOut(
    step: VmPipeline['steps'][number],
    decision: unknown,
  ): { readonly refusal: Refusal | undefined } | undefined {
    const effect = EFFECTS.get(step.name);
    if (effect === undefined) throw new Error(`nothing is known of what ${step.name} does`);
    const startedAtMs = this.#tookMs;
    const end = effect.apply(decision as never, this.facts, this.startedAtMs + startedAtMs);
    this.facts = end.facts;
    this.#tookMs += end.tookMs;
    this.#verdict = end.verdict ?? this.#verdict;
    if (end.transfer !== undefined) this.#transfer = end.transfer;
    const times = { startedAtMs, endedAtMs: this.#tookMs };
    if (end.kind === 'failed') {
      const reason = end.refusal?.detail ?? end.verdict?.summary;
      const told = reason === undefined ? {} : { reason };
      this.#note(step, { status: 'failed', ...times, ...told, guestSteps: recordsOf(decision) });
      return { refusal: end.refusal };
    }
    this.#outputs[step.name] = end.output;
    this.#note(step, { status: 'done', ...times, guestSteps: recordsOf(end.output, decision) });
    this.#undos.push(() => {
      this.facts = effect.undo?.(decision as never, this.facts) ?? this.facts;
    });
    return undefined;
  }

  #note(
    { name, rules }: VmPipeline['steps'][number],
    told: Pick<ExplainedStep, 'status'> & Partial<ExplainedStep>,
  ): void {
    this.#steps.push({ name, rules, guestSteps: [], ...told });
  }

  #end(kind: Walk['kind'], refusal?: Refusal): Walk {
    const reached = this.facts;
    if (kind !== 'succeeded') for (const undo of this.#undos.toReversed()) undo();
    return {
      kind,
      facts: this.facts,
      reached,
      tookMs: this.#tookMs,
      transfer: this.#transfer,
      ...(this.#verdict === undefined ? {} : { verdict: this.#verdict }),
      ...(refusal === undefined ? {} : { refusal }),
      operation: { id: this.facts.operationId, pipeline: this.pipeline.name, steps: this.#steps },
    };
  }
}

/** Where steps keep what the guest went through: by themselves, in what was decided, or below it. */
function recordsOf(...places: readonly unknown[]): readonly GuestStepRecord[] {
  for (const place of places) {
    if (typeof place !== 'object' || place === null) continue;
    const { record, records, steps, outcome, entered } = place as Partial<Record<string, unknown>>;
    const found = [record, records, steps].flat().filter(isRecord);
    if (found.length > 0) return found;
    const below = recordsOf(outcome, entered);
    if (below.length > 0) return below;
  }
  return [];
}

function isRecord(value: unknown): value is GuestStepRecord {
  return typeof value === 'object' && value !== null && 'tookMs' in value && 'notes' in value;
}

function assertNever(value: never): never {
  throw new Error(`unexpected decision ${JSON.stringify(value)}`);
}

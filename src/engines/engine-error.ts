import type { RuleId } from '#libs/kernel-rules';
import { REFUSALS } from '#libs/refusal';

/** What can be wrong with an engine at start-up; codes of the refusal catalogue. */
export type EngineErrorCode = 'engine-missing' | 'engine-unreachable' | 'engine-too-old';

/** An engine beneath the product cannot be used. Never carries a password. */
export class EngineError extends Error {
  /** The rule that makes start-up check its engines. */
  readonly rule: RuleId;
  /** What is the case, one sentence with names and versions. */
  readonly sentence: string;
  /** What to do about it. */
  readonly remedy: string;

  constructor(
    readonly code: EngineErrorCode,
    facts: { readonly sentence: string; readonly remedy?: string; readonly cause?: unknown },
  ) {
    const remedy = facts.remedy ?? REFUSALS[code].remedy;
    super(`${facts.sentence} ${remedy}`, facts.cause === undefined ? {} : { cause: facts.cause });
    this.name = 'EngineError';
    this.rule = REFUSALS[code].rule;
    this.sentence = facts.sentence;
    this.remedy = remedy;
  }
}

/** The message of anything that was thrown. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}

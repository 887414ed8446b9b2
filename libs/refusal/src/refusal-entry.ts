import type { RuleId } from '#libs/kernel-rules';

/** What is known about a refusal before it happens. */
export interface RefusalEntry {
  /** The rule it enforces, unless the caller knows a more exact one. */
  readonly rule: RuleId;
  /** What is the case, one sentence. */
  readonly sentence: string;
  /** What the caller can do about it, one or two sentences. */
  readonly remedy: string;
  /** Whether the same request may succeed later without anything being changed by the caller. */
  readonly retryable: boolean;
}

/** Keeps the codes of a table as literals, so that `RefusalCode` can be derived from them. */
export function refusalTable<const Code extends string>(
  entries: Readonly<Record<Code, RefusalEntry>>,
): Readonly<Record<Code, RefusalEntry>> {
  return entries;
}

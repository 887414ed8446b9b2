/** Where a rule comes from, and so how far it may be trusted. */
export type RuleKind =
  /** The kernel document `Documentation/virt/hyperv/hibernation.rst`. */
  | 'document'
  /** Kernel sources, host sources or public reports, beyond what the document says. */
  | 'kernel-source'
  /** Azure's documentation of VM hibernation, or recorded Azure traffic. */
  | 'azure'
  /** The protocol of Azure Resource Manager. */
  | 'arm'
  /** No source says it; decided here, with the reasoning in the statement. */
  | 'assumption'
  /** A promise of this product about itself. */
  | 'product';

/**
 * - `active`: code carries the id and a test whose title starts with it proves the behaviour
 * - `context`: background that asks nothing of the code
 * - `pending`: not modelled yet; `reason` says what is missing
 */
export type RuleStatus =
  | { readonly kind: 'active' }
  | { readonly kind: 'context'; readonly reason: string }
  | { readonly kind: 'pending'; readonly reason: string };

/** One rule as its table states it; the id is the key, kind and section come from the table. */
export interface RuleEntry {
  /** What is the case, in one or two sentences. */
  readonly statement: string;
  /** Up to six words of the document that find the place. Rules of the document only. */
  readonly phrase?: string;
  readonly status: RuleStatus;
  /** Rules of the sources that win where they contradict this one; the statement says how. */
  readonly yieldsTo?: readonly string[];
}

export const ACTIVE: RuleStatus = { kind: 'active' };

export function context(reason: string): RuleStatus {
  return { kind: 'context', reason };
}

export function pending(reason: string): RuleStatus {
  return { kind: 'pending', reason };
}

/** The rules of one section: `rules` by id, in the order of the source. */
export interface RuleTable<Id extends string> {
  readonly kind: RuleKind;
  readonly section: string;
  readonly rules: Readonly<Record<Id, RuleEntry>>;
}

/** Keeps the ids of a table as literals, so that `RuleId` can be derived from them. */
export function ruleTable<const Id extends string>(
  kind: RuleKind,
  section: string,
  rules: Readonly<Record<Id, RuleEntry>>,
): RuleTable<Id> {
  return { kind, section, rules };
}

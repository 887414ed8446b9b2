/**
 * Bounds of a template and of what evaluating it may cost. Those with a source are Azure's; the others keep
 * hostile templates from taking memory or time out of proportion to their size (ASSUME-35).
 */
export const LIMITS = {
  /** Source: "Azure subscription limits", template limits. */
  parameters: 256,
  variables: 256,
  resources: 800,
  outputs: 64,
  /** Characters of one expression. Same source. */
  expressionLength: 24_576,
  /** Repetitions of one copy loop. Same source. */
  copies: 800,
  /** Items that `range` makes. Source: "Array functions", range. */
  rangeLength: 10_000,
  /** Levels within one expression, and of documents that an evaluation makes. */
  expressionDepth: 64,
  documentDepth: 96,
  /** How many user functions and lambdas may be under way within each other. */
  callDepth: 32,
  /** Characters and members of one evaluated value. */
  valueWeight: 1_048_576,
  /** Characters and members of all resources together. Azure: 4 MB. */
  planWeight: 8_388_608,
  /** Work of one evaluation, in characters and members looked at. */
  steps: 50_000_000,
} as const;

/** What else there is to do, in the same unit: as many characters could be looked at in the time. */
export const STEPS = { expression: 10, member: 5, lambda: 50 } as const;

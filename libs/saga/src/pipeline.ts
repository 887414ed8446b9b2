import type { Step, Zone } from './step.js';

// Steps differ in decision and output; the runner hands each its own decision back and looks into neither.
// oxlint-disable-next-line typescript/no-explicit-any
export type AnyStep<Facts, Ports> = Step<Facts, Ports, any, any>;

/** A named, ordered list of steps: compensatable ones, at most one pivot, retriable ones. */
export interface Pipeline<Facts, Ports> {
  /** Stored with every operation: never rename a pipeline, add a new one. */
  readonly name: string;
  readonly steps: readonly AnyStep<Facts, Ports>[];
}

const ZONE_ORDER: Readonly<Record<Zone, number>> = { compensatable: 0, pivot: 1, retriable: 2 };

/** Throws `TypeError` for a pipeline whose zones are out of order, or that names a step twice. */
export function definePipeline<Facts, Ports>(
  name: string,
  steps: readonly AnyStep<Facts, Ports>[],
): Pipeline<Facts, Ports> {
  const names = new Set<string>();
  let reached = 0;
  for (const step of steps) {
    if (names.has(step.name)) throw new TypeError(`pipeline ${name}: step ${step.name} occurs twice`);
    names.add(step.name);
    const order = ZONE_ORDER[step.zone];
    if (order < reached || (order === reached && step.zone === 'pivot')) {
      throw new TypeError(`pipeline ${name}: ${step.zone} step ${step.name} comes too late`);
    }
    reached = order;
  }
  if (steps.length === 0) throw new TypeError(`pipeline ${name} has no steps`);
  return { name, steps };
}

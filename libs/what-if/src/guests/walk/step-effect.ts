import type { HibernationImage } from '#libs/linux-guest';
import type { Refusal } from '#libs/refusal';
import { transition, type VmEvent } from '#libs/vm-lifecycle';
import type { Verdict, VmFacts, VmStep } from '#libs/vm-operations';
import type { ImageTransfer } from './image-transfer.js';

/*
 * What the decisions of the pipelines' steps do to facts that nobody stores. The steps themselves decide; an entry
 * here says what becomes of the VM then, and how much emulated time that takes: what the step's own `apply` does
 * through its ports. That both agree is tested, pipeline by pipeline.
 */

/** How a decision was carried out; `failed` ends the operation. */
export type StepEnd<Output = unknown> = {
  readonly facts: VmFacts;
  readonly tookMs: number;
  readonly verdict?: Verdict;
  /** Part of the time, in which the image moved. */
  readonly transfer?: ImageTransfer;
} & (
  | { readonly kind: 'done'; readonly output: Output }
  /** Without a refusal the verdict says why. */
  | { readonly kind: 'failed'; readonly refusal?: Refusal }
);

export interface StepEffect<Decision, Output> {
  /** `nowMs`: emulated time at which the step begins. */
  apply(decision: Decision, facts: VmFacts, nowMs: number): StepEnd<Output>;
  undo?(decision: Decision, facts: VmFacts): VmFacts;
}

/** By the name of the step. Erased: a walk hands each entry the decision of its own step. */
export type NamedEffect = readonly [step: string, StepEffect<never, unknown>];

/** Keeps decision and output of an entry those of its step. */
export function effectOf<Decision, Output>(
  { name }: VmStep<Decision, Output>,
  apply: StepEffect<Decision, Output>['apply'],
  undo?: StepEffect<Decision, Output>['undo'],
): NamedEffect {
  return [name, undo === undefined ? { apply } : { apply, undo }];
}

export function done<Output>(facts: VmFacts, output: Output, tookMs = 0): StepEnd<Output> {
  return { kind: 'done', facts, output, tookMs };
}

/** Throws `Error` for an event that the VM's state forbids. */
export function moved(facts: VmFacts, event: VmEvent): VmFacts {
  const next = transition(facts.vm.state, event);
  if (next.kind === 'refused') throw new Error(next.refusal.detail);
  return { ...facts, vm: { ...facts.vm, state: next.state } };
}

export function withoutPartition({ partition: _gone, ...rest }: VmFacts): VmFacts {
  return rest;
}

export function withImage(facts: VmFacts, diskId: string, image: HibernationImage | undefined): VmFacts {
  const disks = facts.disks.map((disk) => {
    if (disk.id !== diskId) return disk;
    const { image: _before, ...rest } = disk;
    return image === undefined ? rest : { ...rest, image };
  });
  return { ...facts, disks };
}

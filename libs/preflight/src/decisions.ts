import { changePartition, type PartitionChange, type VmFacts, type VmStep } from '#libs/vm-operations';
import type { StepOutputs } from '#libs/saga';

/**
 * The steps of the real pipelines decide here, over facts that nobody stores: what they would do is known without
 * doing any of it.
 */

/** What a step would do; `undefined` when it would be skipped. Throws `Error` where it refuses. */
export function decisionOf<Decision, Output>(
  step: VmStep<Decision, Output>,
  facts: VmFacts,
  outputs: StepOutputs = {},
): Decision | undefined {
  const decided = step.decide(facts, outputs);
  switch (decided.kind) {
    case 'proceed':
      return decided.decision;
    case 'skip':
      return undefined;
    case 'refused':
      throw new Error(`${step.name}: ${decided.refusal.detail}`);
    default:
      return assertNever(decided);
  }
}

/** The same for a step that has no reason to be skipped. */
export function sureDecisionOf<Decision, Output>(
  step: VmStep<Decision, Output>,
  facts: VmFacts,
  outputs: StepOutputs = {},
): Decision {
  const decision = decisionOf(step, facts, outputs);
  if (decision === undefined) throw new Error(`${step.name} was skipped`);
  return decision;
}

/** The facts after a change of the Hyper-V VM. */
export function withChange(facts: VmFacts, change: PartitionChange): VmFacts {
  const { partition } = facts;
  if (partition === undefined) throw new Error(`VM ${facts.vm.name} has no Hyper-V VM`);
  return { ...facts, partition: changePartition(partition, change) };
}

function assertNever(value: never): never {
  throw new Error(`unexpected decision ${JSON.stringify(value)}`);
}

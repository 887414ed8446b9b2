import { refusal } from '#libs/refusal';
import { runCommandPipeline } from '#libs/vm-operations';
import type { OperationProgress } from '../arm/async-operation.js';
import type { OperationRecord } from '../persistence/operation.repository.js';

type VmOperation = Pick<OperationRecord, 'id' | 'pipeline' | 'status' | 'refusal' | 'createdAt' | 'endedAt'>;

/**
 * How far an operation on a VM is, for clients that wait for it. A stuck one counts as failed: nothing that a
 * client could wait for will happen to it.
 */
export function vmOperationProgress({
  id,
  pipeline,
  status,
  refusal: why,
  createdAt,
  endedAt,
}: VmOperation): OperationProgress {
  const operation = { operationId: id, startTime: createdAt };
  const endTime = endedAt ?? createdAt;
  switch (status) {
    case 'running':
      return { kind: 'running', ...operation };
    case 'succeeded':
      return { kind: 'succeeded', ...operation, endTime, ...outputOf(pipeline) };
    case 'canceled':
      return { kind: 'canceled', ...operation, endTime };
    case 'failed':
      return {
        kind: 'failed',
        ...operation,
        endTime,
        refusal: why ?? refusal('internal-error', `operation ${id}`),
      };
    case 'stuck':
      return {
        kind: 'failed',
        ...operation,
        endTime,
        refusal: why ?? refusal('operation-stuck', `operation ${id}`),
      };
  }
}

/** What a finished operation answers with at its Location; only that of a command has anything to tell. */
function outputOf(pipeline: string): { readonly output?: object } {
  if (pipeline !== runCommandPipeline.name) return {};
  const message =
    'Enable succeeded: \n[stdout]\n\n[stderr]\nTorpor emulates a kernel and no programs: nothing was run.';
  const status = {
    code: 'ProvisioningState/succeeded',
    level: 'Info',
    displayStatus: 'Provisioning succeeded',
    message,
  };
  return { output: { value: [status] } };
}

import { refusal } from '#libs/refusal';
import type { OperationProgress } from '../arm/async-operation.js';
import type { OperationRecord } from '../persistence/operation.repository.js';

type VmOperation = Pick<OperationRecord, 'id' | 'status' | 'refusal' | 'createdAt' | 'endedAt'>;

/**
 * How far an operation on a VM is, for clients that wait for it. A stuck one counts as failed: nothing that a
 * client could wait for will happen to it.
 */
export function vmOperationProgress({
  id,
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
      return { kind: 'succeeded', ...operation, endTime };
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

import { STATUS_CODES } from 'node:http';
import type { DeploymentRow } from '../persistence/deployment.repository.js';
import type { DeploymentOperationRow } from '../persistence/deployment-operation.repository.js';
import { deploymentId } from './deployment-name.js';
import { isoDuration } from './duration.js';

export interface DeploymentOperationDocument {
  readonly id: string;
  readonly operationId: string;
  readonly properties: {
    readonly provisioningOperation: 'Create';
    readonly provisioningState: string;
    readonly timestamp: string;
    readonly duration: string;
    readonly serviceRequestId?: string;
    readonly statusCode?: string;
    readonly statusMessage?: object;
    readonly targetResource: {
      readonly id: string;
      readonly resourceType: string;
      readonly resourceName: string;
    };
  };
}

/** The making of one resource as Azure shows it. */
export function deploymentOperationDocument(
  { subscriptionId, groupName, name, createdAt, updatedAt }: DeploymentRow,
  operation: DeploymentOperationRow,
): DeploymentOperationDocument {
  const { id, status, statusCode, error, resourceId, resourceType, resourceName } = operation;
  const startedAt = operation.startedAt ?? createdAt;
  const endedAt = operation.endedAt ?? updatedAt;
  return {
    id: `${deploymentId(subscriptionId, groupName, name)}/operations/${id}`,
    operationId: id,
    properties: {
      provisioningOperation: 'Create',
      provisioningState: status === 'Pending' ? 'NotSpecified' : status,
      timestamp: endedAt.toISOString(),
      duration: isoDuration(endedAt.getTime() - startedAt.getTime()),
      ...(statusCode === null ? {} : { statusCode: statusName(statusCode) }),
      ...(error === null ? {} : { statusMessage: { status: 'Failed', error } }),
      targetResource: { id: resourceId, resourceType, resourceName },
    },
  };
}

/** `BadRequest` for 400. */
function statusName(code: number): string {
  return (STATUS_CODES[code] ?? String(code)).replace(/[^A-Za-z0-9]/g, '');
}

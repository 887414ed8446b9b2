import type {
  DeploymentError,
  DeploymentRow,
  DeploymentStatus,
} from '../persistence/deployment.repository.js';
import { deploymentId } from './deployment-name.js';
import { isoDuration } from './duration.js';

export interface DeploymentDocument {
  readonly id: string;
  readonly name: string;
  readonly type: 'Microsoft.Resources/deployments';
  readonly location?: string;
  readonly tags?: object;
  readonly properties: {
    readonly templateHash: string;
    readonly parameters: object;
    readonly mode: 'Incremental' | 'Complete';
    readonly provisioningState: DeploymentStatus;
    readonly timestamp: string;
    readonly duration: string;
    readonly correlationId: string;
    readonly providers: readonly object[];
    readonly dependencies: readonly object[];
    readonly outputs?: object;
    readonly outputResources?: readonly object[];
    readonly validatedResources?: readonly object[];
    readonly error?: DeploymentError;
  };
}

/** A deployment as Azure shows it. */
export function deploymentDocument(deployment: DeploymentRow): DeploymentDocument {
  const { subscriptionId, groupName, name, location, tags, outputs, outputResources, error } = deployment;
  const { createdAt, updatedAt } = deployment;
  return {
    id: deploymentId(subscriptionId, groupName, name),
    name,
    type: 'Microsoft.Resources/deployments',
    ...(location === null ? {} : { location }),
    ...(Object.keys(tags).length === 0 ? {} : { tags }),
    properties: {
      templateHash: deployment.templateHash,
      parameters: deployment.parameters,
      mode: deployment.mode,
      provisioningState: deployment.status,
      timestamp: updatedAt.toISOString(),
      duration: isoDuration(updatedAt.getTime() - createdAt.getTime()),
      correlationId: deployment.correlationId,
      providers: deployment.providers,
      dependencies: deployment.dependencies,
      ...(outputs === null ? {} : { outputs }),
      ...(outputResources === null ? {} : { outputResources }),
      ...(error === null ? {} : { error }),
    },
  };
}

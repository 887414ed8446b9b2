import { Query } from '@nestjs/cqrs';
import type { Caller } from '../../identity/token-verifier.js';
import type { DeploymentName } from '../../persistence/deployment.repository.js';
import type { WantedDeployment } from '../deployment-body.dto.js';
import type { ResourceChange } from '../resource-changes.js';

/** What a deployment would change. */
export class PreviewDeploymentQuery extends Query<readonly ResourceChange[]> {
  constructor(
    readonly name: DeploymentName,
    readonly wanted: WantedDeployment,
    readonly caller: Caller,
    readonly origin: string,
    readonly resultFormat: 'FullResourcePayloads' | 'ResourceIdOnly',
  ) {
    super();
  }
}

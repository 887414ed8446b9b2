import { Command } from '@nestjs/cqrs';
import type { Caller } from '../../identity/token-verifier.js';
import type { DeploymentName, DeploymentRow } from '../../persistence/deployment.repository.js';
import type { WantedDeployment } from '../deployment-body.dto.js';

export interface PutDeploymentResult {
  readonly isNew: boolean;
  readonly deployment: DeploymentRow;
}

/** What a deployment is told about the request that made it. */
export interface DeploymentRequest {
  readonly caller: Caller;
  /** Scheme and host under which the client reached the server. */
  readonly origin: string;
  readonly correlationId: string;
}

/** Checks a template as a whole and begins to deploy it. */
export class PutDeploymentCommand extends Command<PutDeploymentResult> {
  constructor(
    readonly name: DeploymentName,
    readonly wanted: WantedDeployment,
    readonly request: DeploymentRequest,
  ) {
    super();
  }
}

import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { CancelDeploymentHandler } from './cancel-deployment/cancel-deployment.handler.js';
import { CancelDeploymentController } from './cancel-deployment/cancel-deployment.http.js';
import { DeleteDeploymentHandler } from './delete-deployment/delete-deployment.handler.js';
import { DeleteDeploymentController } from './delete-deployment/delete-deployment.http.js';
import { DeploymentPlanner } from './deployment-planner.js';
import { DeploymentDriver } from './driver/deployment-driver.js';
import { DEPLOYMENT_PACE, type DeploymentPace, REAL_PACE } from './driver/deployment-pace.js';
import { GetDeploymentHandler } from './get-deployment/get-deployment.handler.js';
import { GetDeploymentController } from './get-deployment/get-deployment.http.js';
import { ListDeploymentOperationsHandler } from './list-deployment-operations/list-deployment-operations.handler.js';
import { ListDeploymentOperationsController } from './list-deployment-operations/list-deployment-operations.http.js';
import { ListDeploymentsHandler } from './list-deployments/list-deployments.handler.js';
import { ListDeploymentsController } from './list-deployments/list-deployments.http.js';
import { PreviewDeploymentHandler } from './preview-deployment/preview-deployment.handler.js';
import { PreviewDeploymentController } from './preview-deployment/preview-deployment.http.js';
import { PutDeploymentHandler } from './put-deployment/put-deployment.handler.js';
import { PutDeploymentController } from './put-deployment/put-deployment.http.js';
import { ValidateDeploymentHandler } from './validate-deployment/validate-deployment.handler.js';
import { ValidateDeploymentController } from './validate-deployment/validate-deployment.http.js';

/** Deployments of templates, and the driver that makes their resources (ARM-31). */
@Module({
  imports: [CqrsModule],
  controllers: [
    PutDeploymentController,
    ValidateDeploymentController,
    PreviewDeploymentController,
    GetDeploymentController,
    ListDeploymentsController,
    ListDeploymentOperationsController,
    CancelDeploymentController,
    DeleteDeploymentController,
  ],
  providers: [
    DeploymentPlanner,
    DeploymentDriver,
    { provide: DEPLOYMENT_PACE, useValue: REAL_PACE },
    PutDeploymentHandler,
    ValidateDeploymentHandler,
    PreviewDeploymentHandler,
    GetDeploymentHandler,
    ListDeploymentsHandler,
    ListDeploymentOperationsHandler,
    CancelDeploymentHandler,
    DeleteDeploymentHandler,
  ],
})
export class DeploymentsModule {
  /** With another pace, for tests: a provider that is named twice is the later one. */
  static withPace(pace: DeploymentPace): DynamicModule {
    return { module: DeploymentsModule, providers: [{ provide: DEPLOYMENT_PACE, useValue: pace }] };
  }
}

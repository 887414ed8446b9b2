import { Controller, HttpCode, Inject, Post, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Covers } from '../../arm/openapi/coverage.js';
import type { DeploymentName } from '../../persistence/deployment.repository.js';
import { MissingGroupInterceptor } from '../../requests/missing-group.interceptor.js';
import { onDeployment, PathDeployment } from '../deployment-name.js';
import { CancelDeploymentCommand } from './cancel-deployment.command.js';

@Controller()
@UseInterceptors(MissingGroupInterceptor)
export class CancelDeploymentController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  @Covers({ does: 'Cancels a deployment that runs; what it has made stays' })
  @Post(onDeployment('/cancel'))
  @HttpCode(204)
  async cancel(@PathDeployment() name: DeploymentName): Promise<void> {
    await this.commands.execute(new CancelDeploymentCommand(name));
  }
}

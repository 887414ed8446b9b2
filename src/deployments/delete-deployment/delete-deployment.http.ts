import { Controller, Delete, HttpCode, Inject } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Covers } from '../../arm/openapi/coverage.js';
import type { DeploymentName } from '../../persistence/deployment.repository.js';
import { onDeployment, PathDeployment } from '../deployment-name.js';
import { DeleteDeploymentCommand } from './delete-deployment.command.js';

@Controller()
export class DeleteDeploymentController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  /** Clients take 204 for the end of a deletion that is over at once; 200 is none of their codes here. */
  @Covers({ does: 'Deletes the record of a deployment; what it has made stays' })
  @Delete(onDeployment())
  @HttpCode(204)
  async delete(@PathDeployment() name: DeploymentName): Promise<void> {
    await this.commands.execute(new DeleteDeploymentCommand(name));
  }
}

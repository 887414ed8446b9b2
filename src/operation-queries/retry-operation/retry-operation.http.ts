import { Controller, Inject } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ArmPost } from '../../arm/answers.js';
import { ArmParam } from '../../arm/parameters.js';
import { emulatorPath } from '../../emulator-namespace/emulator-resource.js';
import { SUBSCRIPTION_ID } from '../../requests/path-names.js';
import { operationDocument, type OperationDocument } from '../operation-document.js';
import { RetryOperationCommand } from './retry-operation.command.js';

@Controller()
export class RetryOperationController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  @ArmPost(emulatorPath('operations/:operationId/retry'))
  async retry(
    @ArmParam('subscriptionId', SUBSCRIPTION_ID) subscriptionId: string,
    @ArmParam('operationId') operationId: string,
  ): Promise<OperationDocument> {
    const command = new RetryOperationCommand({ subscriptionId, operationId });
    return operationDocument(await this.commands.execute(command));
  }
}

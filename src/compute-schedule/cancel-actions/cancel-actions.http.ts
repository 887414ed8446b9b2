import { Controller, Inject } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ArmPost } from '../../arm/answers.js';
import { inLocation } from '../../arm/arm-path.js';
import { ArmBody } from '../../arm/body.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { ArmParam } from '../../arm/parameters.js';
import { RequestCaller } from '../../identity/caller.js';
import type { Caller } from '../../identity/token-verifier.js';
import { SUBSCRIPTION_ID } from '../../requests/path-names.js';
import type { ResourceOperation } from '../action-document.js';
import { operationIdsBody, type OperationIdsBody } from '../schedule.dto.js';
import { CancelActionsCommand } from './cancel-actions.command.js';

@Controller()
export class CancelActionsController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  @Covers({
    does: 'Cancels scheduled operations; one that runs is asked to stop, which it does where it can',
  })
  @ArmPost(inLocation('Microsoft.ComputeSchedule', 'virtualMachinesCancelOperations'))
  async cancel(
    @ArmParam('subscriptionId', SUBSCRIPTION_ID) subscriptionId: string,
    @RequestCaller() caller: Caller,
    @ArmBody(operationIdsBody) { operationIds }: OperationIdsBody,
  ): Promise<{ readonly results: readonly ResourceOperation[] }> {
    const command = new CancelActionsCommand(caller, subscriptionId, operationIds);
    return { results: await this.commands.execute(command) };
  }
}

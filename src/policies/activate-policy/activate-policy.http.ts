import { Controller, Inject } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ArmPost } from '../../arm/answers.js';
import { ArmParam } from '../../arm/parameters.js';
import { emulatorPath } from '../../emulator-namespace/emulator-resource.js';
import { SUBSCRIPTION_ID } from '../../requests/path-names.js';
import { policyDocument, type PolicyDocument } from '../policy-document.js';
import { ActivatePolicyCommand } from './activate-policy.command.js';

@Controller()
export class ActivatePolicyController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  @ArmPost(emulatorPath('policies/:policyName/activate'))
  async activate(
    @ArmParam('subscriptionId', SUBSCRIPTION_ID) subscriptionId: string,
    @ArmParam('policyName') name: string,
  ): Promise<PolicyDocument> {
    return policyDocument(subscriptionId, await this.commands.execute(new ActivatePolicyCommand(name)));
  }
}

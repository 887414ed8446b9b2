import { Controller, Inject, Put } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { answerPut } from '../../arm/answers.js';
import { armName } from '../../arm/arm-name.js';
import { ArmBody } from '../../arm/body.js';
import { ArmParam, ArmReply } from '../../arm/parameters.js';
import { emulatorPath } from '../../emulator-namespace/emulator-resource.js';
import { SUBSCRIPTION_ID } from '../../requests/path-names.js';
import { policyDocument, type PolicyDocument } from '../policy-document.js';
import { PutPolicyCommand } from './put-policy.command.js';
import { policyBody, type PolicyBody } from './put-policy.dto.js';

@Controller()
export class PutPolicyController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  @Put(emulatorPath('policies/:policyName'))
  async put(
    @ArmParam('subscriptionId', SUBSCRIPTION_ID) subscriptionId: string,
    @ArmParam('policyName', armName('policy')) name: string,
    @ArmBody(policyBody) body: PolicyBody,
    @ArmReply() reply: FastifyReply,
  ): Promise<PolicyDocument> {
    const { policy, isNew } = await this.commands.execute(new PutPolicyCommand(name, body.properties));
    answerPut(reply, isNew);
    return policyDocument(subscriptionId, policy);
  }
}

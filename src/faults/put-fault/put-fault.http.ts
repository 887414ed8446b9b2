import { Controller, Inject, Put } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { answerPut } from '../../arm/answers.js';
import { armName } from '../../arm/arm-name.js';
import { ArmBody } from '../../arm/body.js';
import { ArmParam, ArmReply } from '../../arm/parameters.js';
import { emulatorPath } from '../../emulator-namespace/emulator-resource.js';
import { SUBSCRIPTION_ID } from '../../requests/path-names.js';
import { faultDocument, type FaultDocument } from '../fault-document.js';
import { faultSpecOf } from '../fault-spec.js';
import { faultBody, type FaultBody } from '../fault.dto.js';
import { PutFaultCommand } from './put-fault.command.js';

@Controller()
export class PutFaultController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  @Put(emulatorPath('faults/:faultName'))
  async put(
    @ArmParam('subscriptionId', SUBSCRIPTION_ID) subscriptionId: string,
    @ArmParam('faultName', armName('fault')) name: string,
    @ArmBody(faultBody) body: FaultBody,
    @ArmReply() reply: FastifyReply,
  ): Promise<FaultDocument> {
    const spec = faultSpecOf(subscriptionId, body);
    const put = await this.commands.execute(new PutFaultCommand({ subscriptionId, name }, spec));
    answerPut(reply, put.isNew);
    return faultDocument(put.fault, put.struck);
  }
}

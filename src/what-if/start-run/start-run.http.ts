import { Controller, Inject, Put } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { answerPut } from '../../arm/answers.js';
import { armName } from '../../arm/arm-name.js';
import { ArmBody } from '../../arm/body.js';
import { ArmParam, ArmReply } from '../../arm/parameters.js';
import { emulatorPath } from '../../emulator-namespace/emulator-resource.js';
import { SUBSCRIPTION_ID } from '../../requests/path-names.js';
import { runDocument, type RunDocument } from '../runs/run-document.js';
import { StartRunCommand } from './start-run.command.js';
import { startRunBody, type StartRunBody } from './start-run.dto.js';

@Controller()
export class StartRunController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  @Put(emulatorPath('whatIfRuns/:runName'))
  async put(
    @ArmParam('subscriptionId', SUBSCRIPTION_ID) subscriptionId: string,
    @ArmParam('runName', armName('whatIfRun')) name: string,
    @ArmBody(startRunBody) { properties: { experiment, set } }: StartRunBody,
    @ArmReply() reply: FastifyReply,
  ): Promise<RunDocument> {
    const command = new StartRunCommand({ subscriptionId, name }, { experiment, set });
    const { run, scenarios, isNew } = await this.commands.execute(command);
    answerPut(reply, isNew);
    return runDocument(subscriptionId, run, scenarios);
  }
}

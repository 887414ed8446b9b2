import { Controller, Inject, Put } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { hostGenerationNamed } from '#libs/hosts';
import { answerPut } from '../../arm/answers.js';
import { armName } from '../../arm/arm-name.js';
import { ArmBody } from '../../arm/body.js';
import { ArmParam, ArmReply } from '../../arm/parameters.js';
import { emulatorPath } from '../../emulator-namespace/emulator-resource.js';
import { SUBSCRIPTION_ID } from '../../requests/path-names.js';
import { hostDocument, type HostDocument } from '../host-document.js';
import { RegisterHostCommand } from './register-host.command.js';
import { hostBody, type HostBody } from './register-host.dto.js';

@Controller()
export class RegisterHostController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  @Put(emulatorPath('hosts/:hostName'))
  async put(
    @ArmParam('subscriptionId', SUBSCRIPTION_ID) subscriptionId: string,
    @ArmParam('hostName', armName('host')) name: string,
    @ArmBody(hostBody) { properties }: HostBody,
    @ArmReply() reply: FastifyReply,
  ): Promise<HostDocument> {
    const generation = hostGenerationNamed(properties.generation);
    if (generation === undefined) throw new Error(`unchecked generation ${properties.generation}`);
    const { cluster, capacity } = properties;
    const host = await this.commands.execute(
      new RegisterHostCommand({ name, cluster, generation, capacity }),
    );
    answerPut(reply, host.isNew);
    return hostDocument(subscriptionId, host);
  }
}

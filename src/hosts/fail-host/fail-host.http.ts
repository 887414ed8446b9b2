import { Controller, Inject } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ArmPost } from '../../arm/answers.js';
import { ArmParam } from '../../arm/parameters.js';
import { type ArmEnvelope, emulatorPath } from '../../emulator-namespace/emulator-resource.js';
import { SUBSCRIPTION_ID } from '../../requests/path-names.js';
import { hostDocument, type HostProperties } from '../host-document.js';
import { FailHostCommand } from './fail-host.command.js';

/** The host, with the operations that recover its VMs. */
export type FailedHostDocument = ArmEnvelope<HostProperties & { readonly operations: readonly string[] }>;

@Controller()
export class FailHostController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  @ArmPost(emulatorPath('hosts/:hostName/fail'))
  async fail(
    @ArmParam('subscriptionId', SUBSCRIPTION_ID) subscriptionId: string,
    @ArmParam('hostName') name: string,
  ): Promise<FailedHostDocument> {
    const { operationIds: operations, ...host } = await this.commands.execute(new FailHostCommand(name));
    const { properties, ...envelope } = hostDocument(subscriptionId, host);
    return { ...envelope, properties: { ...properties, operations } };
  }
}

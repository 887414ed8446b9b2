import { Controller, Inject, Patch, Put, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { isHibernationExtension } from '#libs/vm-operations';
import { onVm } from '../../arm/arm-path.js';
import { armName } from '../../arm/arm-name.js';
import { ArmBody } from '../../arm/body.js';
import { warnIgnored } from '../../arm/ignored-members.js';
import { ArmParam, ArmReply } from '../../arm/parameters.js';
import type { VmName } from '../../persistence/vm-facts.repository.js';
import { MissingGroupInterceptor } from '../../requests/missing-group.interceptor.js';
import { PathVm } from '../../requests/path-names.js';
import { acceptVmOperation } from '../../vms/accept-vm-operation.js';
import type { ExtensionDocument } from '../extension-document.js';
import {
  EXTENSION_BODY,
  EXTENSION_UPDATE_BODY,
  storableSpec,
  type ExtensionBody,
  type ExtensionUpdateBody,
} from '../extension.dto.js';
import { WriteExtensionCommand, type ExtensionWrite } from './write-extension.command.js';

@Controller()
@UseInterceptors(MissingGroupInterceptor)
export class WriteExtensionController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  @Put(onVm('extensions/:extensionName'))
  put(
    @PathVm() vm: VmName,
    @ArmParam('extensionName', armName('extension')) name: string,
    @ArmBody(EXTENSION_BODY) { location, tags, properties }: ExtensionBody,
    @ArmReply() reply: FastifyReply,
  ): Promise<ExtensionDocument> {
    warnIgnored(reply, ignoredMembers(properties));
    const write: ExtensionWrite = {
      kind: 'put',
      ...(location === undefined ? {} : { location }),
      ...(tags === undefined ? {} : { tags }),
      spec: storableSpec(properties),
    };
    return this.write(reply, new WriteExtensionCommand(vm, name, write));
  }

  @Patch(onVm('extensions/:extensionName'))
  patch(
    @PathVm() vm: VmName,
    @ArmParam('extensionName', armName('extension')) name: string,
    @ArmBody(EXTENSION_UPDATE_BODY) { tags, properties = {} }: ExtensionUpdateBody,
    @ArmReply() reply: FastifyReply,
  ): Promise<ExtensionDocument> {
    const write: ExtensionWrite = {
      kind: 'patch',
      ...(tags === undefined ? {} : { tags }),
      spec: storableSpec(properties),
    };
    return this.write(reply, new WriteExtensionCommand(vm, name, write));
  }

  private async write(reply: FastifyReply, command: WriteExtensionCommand): Promise<ExtensionDocument> {
    const { isNew, document, operation } = await this.commands.execute(command);
    acceptVmOperation(reply, isNew ? 'create' : 'update', operation);
    return document;
  }
}

/** Nothing is run in a guest: an extension that does not set up hibernation has no effect at all. */
function ignoredMembers(properties: ExtensionBody['properties']): readonly string[] {
  const settings = (['settings', 'protectedSettings'] as const).filter(
    (member) => properties[member] !== undefined,
  );
  const ignored = isHibernationExtension(properties) ? settings : ['type', ...settings];
  return ignored.map((member) => `properties.${member}`);
}

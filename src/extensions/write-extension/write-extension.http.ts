import { Controller, Inject, Patch, Put, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { isHibernationExtension } from '#libs/vm-operations';
import { onVm } from '../../arm/arm-path.js';
import { armName } from '../../arm/arm-name.js';
import { ArmBody } from '../../arm/body.js';
import { presentOf, warnIgnored } from '../../arm/ignored-members.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { ArmParam, ArmReply } from '../../arm/parameters.js';
import type { VmName } from '../../persistence/vm-facts.repository.js';
import { MissingGroupInterceptor } from '../../requests/missing-group.interceptor.js';
import { PathVm } from '../../requests/path-names.js';
import { acceptVmOperation } from '../../vms/accept-vm-operation.js';
import type { ExtensionDocument } from '../extension-document.js';
import {
  EXTENSION_BODY,
  EXTENSION_UPDATE_BODY,
  IGNORED_OF_EXTENSION,
  IGNORED_OF_EXTENSION_UPDATE,
  storableSpec,
  type ExtensionBody,
  type ExtensionUpdateBody,
} from '../extension.dto.js';
import { WriteExtensionCommand, type ExtensionWrite } from './write-extension.command.js';

@Controller()
@UseInterceptors(MissingGroupInterceptor)
export class WriteExtensionController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  @Covers({
    does: 'Installs an extension on a running VM; the ones for hibernation set the guest up for it, any other is kept and shown and runs nothing',
    ignores: IGNORED_OF_EXTENSION,
  })
  @Put(onVm('extensions/:extensionName'))
  put(
    @PathVm() vm: VmName,
    @ArmParam('extensionName', armName('extension')) name: string,
    @ArmBody(EXTENSION_BODY) body: ExtensionBody,
    @ArmReply() reply: FastifyReply,
  ): Promise<ExtensionDocument> {
    warnIgnored(reply, ignoredOfPut(body));
    const { location, tags, properties } = body;
    const write: ExtensionWrite = {
      kind: 'put',
      ...(location === undefined ? {} : { location }),
      ...(tags === undefined ? {} : { tags }),
      spec: storableSpec(properties),
    };
    return this.write(reply, new WriteExtensionCommand(vm, name, write));
  }

  @Covers({ does: 'Changes what is named of an extension', ignores: IGNORED_OF_EXTENSION_UPDATE })
  @Patch(onVm('extensions/:extensionName'))
  patch(
    @PathVm() vm: VmName,
    @ArmParam('extensionName', armName('extension')) name: string,
    @ArmBody(EXTENSION_UPDATE_BODY) body: ExtensionUpdateBody,
    @ArmReply() reply: FastifyReply,
  ): Promise<ExtensionDocument> {
    warnIgnored(reply, presentOf(IGNORED_OF_EXTENSION_UPDATE, body));
    const { tags, properties = {} } = body;
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

/** Those of a new extension; one that sets up hibernation does what its type says. */
function ignoredOfPut(body: ExtensionBody): readonly string[] {
  const given = presentOf(IGNORED_OF_EXTENSION, body);
  return isHibernationExtension(body.properties) ? given.filter((path) => path !== 'properties.type') : given;
}

import { Controller, Inject, Patch, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { inGroup } from '../../arm/arm-path.js';
import { ArmBody } from '../../arm/body.js';
import { presentOf, warnIgnored } from '../../arm/ignored-members.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { ArmReply } from '../../arm/parameters.js';
import type { ArmName } from '../../persistence/vm-parts.repository.js';
import { MissingGroupInterceptor } from '../../requests/missing-group.interceptor.js';
import { PathResource } from '../../requests/path-names.js';
import { acceptDiskOperation } from '../accept-disk-operation.js';
import type { DiskDocument } from '../disk-document.js';
import { DISK_UPDATE_BODY, diskChange, IGNORED_OF_DISK_UPDATE, type DiskUpdateBody } from '../disk.dto.js';
import { UpdateDiskCommand } from './update-disk.command.js';

@Controller()
@UseInterceptors(MissingGroupInterceptor)
export class UpdateDiskController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  @Covers({
    does: 'Changes tags, SKU, size and hibernation support of a disk as far as its VM lets it',
    ignores: IGNORED_OF_DISK_UPDATE,
  })
  @Patch(inGroup('Microsoft.Compute', 'disks/:diskName'))
  async update(
    @PathResource('diskName', 'disk') name: ArmName,
    @ArmBody(DISK_UPDATE_BODY) body: DiskUpdateBody,
    @ArmReply() reply: FastifyReply,
  ): Promise<DiskDocument> {
    const operation = await this.commands.execute(new UpdateDiskCommand(name, diskChange(body)));
    warnIgnored(reply, presentOf(IGNORED_OF_DISK_UPDATE, body));
    return acceptDiskOperation(reply, operation);
  }
}

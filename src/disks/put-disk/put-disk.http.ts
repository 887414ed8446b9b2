import { Controller, Inject, Put, UseInterceptors } from '@nestjs/common';
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
import { DISK_BODY, IGNORED_OF_DISK, wantedDisk, type DiskBody } from '../disk.dto.js';
import { PutDiskCommand } from './put-disk.command.js';

@Controller()
@UseInterceptors(MissingGroupInterceptor)
export class PutDiskController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  @Covers({
    does: 'Makes a disk of a size, from nothing, an image, a disk or a snapshot that exist, or changes one; it has no content',
    ignores: IGNORED_OF_DISK,
  })
  @Put(inGroup('Microsoft.Compute', 'disks/:diskName'))
  async put(
    @PathResource('diskName', 'disk') name: ArmName,
    @ArmBody(DISK_BODY) body: DiskBody,
    @ArmReply() reply: FastifyReply,
  ): Promise<DiskDocument> {
    const operation = await this.commands.execute(new PutDiskCommand(name, wantedDisk(body)));
    warnIgnored(reply, presentOf(IGNORED_OF_DISK, body));
    return acceptDiskOperation(reply, operation);
  }
}

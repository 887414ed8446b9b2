import { Controller, Inject, Patch, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { inGroup } from '../../arm/arm-path.js';
import { ArmBody } from '../../arm/body.js';
import { Covers } from '../../arm/openapi/coverage.js';
import type { ArmName } from '../../persistence/vm-parts.repository.js';
import { TAGS_BODY, type TagsBody } from '../../requests/arm-schemas.js';
import { MissingGroupInterceptor } from '../../requests/missing-group.interceptor.js';
import { PathResource } from '../../requests/path-names.js';
import { nicDocument, type NicDocument } from '../nic-document.js';
import { UpdateNicCommand } from './update-nic.command.js';

@Controller()
@UseInterceptors(MissingGroupInterceptor)
export class UpdateNicController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  @Covers({ does: 'Replaces the tags of a NIC' })
  @Patch(inGroup('Microsoft.Network', 'networkInterfaces/:nicName'))
  async update(
    @PathResource('nicName', 'nic') name: ArmName,
    @ArmBody(TAGS_BODY) { tags }: TagsBody,
  ): Promise<NicDocument> {
    return nicDocument(await this.commands.execute(new UpdateNicCommand(name, tags)));
  }
}

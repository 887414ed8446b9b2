import { Controller, Inject, Patch } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { GROUP_PATH } from '../../arm/arm-path.js';
import { ArmBody } from '../../arm/body.js';
import type { GroupName } from '../../persistence/group.repository.js';
import { READ_ONLY, TAGS } from '../../requests/arm-schemas.js';
import { PathGroup } from '../../requests/path-names.js';
import { groupDocument, type GroupDocument } from '../group-document.js';
import { UpdateGroupCommand } from './update-group.command.js';

/** `name`, `managedBy` and `properties` are part of the published model and cannot be changed. */
const BODY = z.strictObject({
  tags: TAGS.optional(),
  name: READ_ONLY,
  managedBy: READ_ONLY,
  properties: READ_ONLY,
});

@Controller()
export class UpdateGroupController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  @Patch(GROUP_PATH)
  async update(
    @PathGroup() name: GroupName,
    @ArmBody(BODY) { tags }: z.output<typeof BODY>,
  ): Promise<GroupDocument> {
    return groupDocument(await this.commands.execute(new UpdateGroupCommand(name, tags)));
  }
}

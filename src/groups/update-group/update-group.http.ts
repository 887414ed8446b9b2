import { Controller, Inject, Patch } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { GROUP_PATH } from '../../arm/arm-path.js';
import { ArmBody } from '../../arm/body.js';
import { presentOf, warnIgnored } from '../../arm/ignored-members.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { ArmReply } from '../../arm/parameters.js';
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

const IGNORED = ['managedBy'] as const;

@Controller()
export class UpdateGroupController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  @Covers({ does: 'Replaces the tags of a group', ignores: IGNORED })
  @Patch(GROUP_PATH)
  async update(
    @PathGroup() name: GroupName,
    @ArmBody(BODY) body: z.output<typeof BODY>,
    @ArmReply() reply: FastifyReply,
  ): Promise<GroupDocument> {
    warnIgnored(reply, presentOf(IGNORED, body));
    return groupDocument(await this.commands.execute(new UpdateGroupCommand(name, body.tags)));
  }
}

import { Controller, Inject, Put } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { answerPut } from '../../arm/answers.js';
import { GROUP_PATH } from '../../arm/arm-path.js';
import { ArmBody } from '../../arm/body.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { ArmReply } from '../../arm/parameters.js';
import type { GroupName } from '../../persistence/group.repository.js';
import { PathGroup } from '../../requests/path-names.js';
import { groupDocument, type GroupDocument } from '../group-document.js';
import { PutGroupCommand } from './put-group.command.js';
import { PUT_GROUP_BODY, type PutGroupBody } from './put-group.dto.js';

@Controller()
export class PutGroupController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  @Covers({ does: 'Makes a group, or changes tags of one; its location cannot change' })
  @Put(GROUP_PATH)
  async put(
    @PathGroup() name: GroupName,
    @ArmBody(PUT_GROUP_BODY) { location, tags = {}, managedBy }: PutGroupBody,
    @ArmReply() reply: FastifyReply,
  ): Promise<GroupDocument> {
    const wanted = { location, tags, ...(managedBy === undefined ? {} : { managedBy }) };
    const { isNew, group } = await this.commands.execute(new PutGroupCommand(name, wanted));
    answerPut(reply, isNew);
    return groupDocument(group);
  }
}

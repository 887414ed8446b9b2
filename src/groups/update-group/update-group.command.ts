import { Command } from '@nestjs/cqrs';
import type { GroupName, GroupRow } from '../../persistence/group.repository.js';

/** Changes the tags of a group; absent, they stay. */
export class UpdateGroupCommand extends Command<GroupRow> {
  constructor(
    readonly name: GroupName,
    readonly tags: GroupRow['tags'] | undefined,
  ) {
    super();
  }
}

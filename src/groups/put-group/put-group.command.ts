import { Command } from '@nestjs/cqrs';
import type { GroupName, GroupRow, NewGroup } from '../../persistence/group.repository.js';

export interface PutGroupResult {
  readonly isNew: boolean;
  readonly group: GroupRow;
}

/** Makes a group, or gives an existing one the tags wanted. */
export class PutGroupCommand extends Command<PutGroupResult> {
  constructor(
    readonly name: GroupName,
    readonly wanted: NewGroup,
  ) {
    super();
  }
}

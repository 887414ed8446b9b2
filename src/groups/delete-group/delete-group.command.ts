import { Command } from '@nestjs/cqrs';
import type { GroupName } from '../../persistence/group.repository.js';

/** Deletes a group with everything in it. Answers with the id of the deletion, the running one if there is one. */
export class DeleteGroupCommand extends Command<{ readonly operationId: string }> {
  constructor(readonly name: GroupName) {
    super();
  }
}

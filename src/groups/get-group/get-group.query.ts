import { Query } from '@nestjs/cqrs';
import type { GroupName, GroupRow } from '../../persistence/group.repository.js';

export class GetGroupQuery extends Query<GroupRow> {
  constructor(readonly name: GroupName) {
    super();
  }
}

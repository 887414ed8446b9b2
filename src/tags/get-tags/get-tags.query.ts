import { Query } from '@nestjs/cqrs';
import type { ScopeTags } from '../scope-tags.js';
import type { TagScope } from '../tag-scope.js';

export class GetTagsQuery extends Query<ScopeTags> {
  constructor(readonly scope: TagScope) {
    super();
  }
}

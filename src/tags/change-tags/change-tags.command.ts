import { Command } from '@nestjs/cqrs';
import type { ScopeTags } from '../scope-tags.js';
import type { TagOperation, Tags } from '../tag-changes.js';
import type { TagScope } from '../tag-scope.js';

/** Changes the tags of a subscription, a group or a resource. */
export class ChangeTagsCommand extends Command<ScopeTags> {
  constructor(
    readonly scope: TagScope,
    readonly operation: TagOperation,
    readonly given: Tags,
  ) {
    super();
  }
}

import { refusal } from '#libs/refusal';
import { RefusalError } from '../errors/refusal-error.js';
import { findGroup, groupNotFound, openGroup, writeGroupTags } from '../persistence/group.repository.js';
import {
  findIndexed,
  findSubscriptionTags,
  writeResourceTags,
  writeSubscriptionTags,
} from '../persistence/resource-index.repository.js';
import type { Sql } from '../persistence/sql.js';
import type { Tags } from './tag-changes.js';
import type { TagScope } from './tag-scope.js';

/** Tags of something, and what it is called in the casing in which it was made. */
export interface ScopeTags {
  readonly scope: TagScope;
  readonly tags: Tags;
}

/** Throws group-not-found and resource-not-found. A group is locked until the transaction ends where `lock` says so. */
export async function readScopeTags(
  sql: Sql,
  scope: TagScope,
  lock: '' | 'for update' = '',
): Promise<ScopeTags> {
  const { subscriptionId } = scope;
  switch (scope.kind) {
    case 'subscription':
      return { scope, tags: await findSubscriptionTags(sql, subscriptionId) };
    case 'group': {
      const group = await findGroup(sql, scope, lock);
      if (group === undefined) throw groupNotFound(scope);
      return { scope: { ...scope, groupName: group.name }, tags: group.tags };
    }
    case 'resource': {
      const found = await findIndexed(sql, scope);
      if (found === undefined) {
        const detail = `${scope.type} ${scope.name} in group ${scope.groupName}`;
        throw new RefusalError(refusal('resource-not-found', detail));
      }
      const { groupName, type, name, tags } = found;
      return { scope: { kind: 'resource', subscriptionId, groupName, type, name }, tags };
    }
  }
}

/** Writes tags of something that was read in the same transaction. Throws group-being-deleted. */
export async function writeScopeTags(sql: Sql, scope: TagScope, tags: Tags): Promise<void> {
  switch (scope.kind) {
    case 'subscription':
      return writeSubscriptionTags(sql, scope.subscriptionId, tags);
    case 'group': {
      const group = await openGroup(sql, scope);
      await writeGroupTags(sql, group.id, tags);
      return;
    }
    case 'resource':
      await openGroup(sql, scope);
      if (await writeResourceTags(sql, scope, tags)) return;
      throw new RefusalError(refusal('generation-conflict', `${scope.name} was deleted at the same time`));
  }
}

import type { Tags } from './tag-changes.js';
import { scopeId, type TagScope } from './tag-scope.js';

/** The tags of a scope as a resource of their own, which every scope has. */
export interface TagsDocument {
  readonly id: string;
  readonly name: 'default';
  readonly type: 'Microsoft.Resources/tags';
  readonly properties: { readonly tags: Tags };
}

export function tagsDocument(scope: TagScope, tags: Tags): TagsDocument {
  return {
    id: `${scopeId(scope)}/providers/Microsoft.Resources/tags/default`,
    name: 'default',
    type: 'Microsoft.Resources/tags',
    properties: { tags },
  };
}

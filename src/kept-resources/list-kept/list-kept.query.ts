import { Query } from '@nestjs/cqrs';
import type { KeptName } from '../../persistence/kept-resource.repository.js';
import type { ResourceListScope } from '../../persistence/resource-list.js';
import type { KeptDocument, KeptKind } from '../kept-kind.js';

export interface ListedKept {
  readonly key: string;
  readonly document: KeptDocument;
}

/** Resources of one type in a group, a subscription or a parent, one more than the limit when there are more. */
export class ListKeptQuery extends Query<readonly ListedKept[]> {
  constructor(
    readonly kind: KeptKind,
    readonly scope: ResourceListScope,
    readonly parent?: KeptName,
  ) {
    super();
  }
}

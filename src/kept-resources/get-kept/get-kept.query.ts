import { Query } from '@nestjs/cqrs';
import type { KeptName } from '../../persistence/kept-resource.repository.js';
import type { KeptDocument, KeptKind } from '../kept-kind.js';

export class GetKeptQuery extends Query<KeptDocument> {
  constructor(
    readonly kind: KeptKind,
    readonly name: KeptName,
  ) {
    super();
  }
}

import { Query } from '@nestjs/cqrs';
import type { instanceDocument } from '../instance-document.js';

/** What the guest behind a metadata key is told about its VM. */
export class GetInstanceQuery extends Query<ReturnType<typeof instanceDocument>> {
  constructor(readonly key: string) {
    super();
  }
}

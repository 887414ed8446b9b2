import { Query } from '@nestjs/cqrs';
import type { VmName } from '../../persistence/vm-facts.repository.js';

/** The key that stands for a VM in the address of its metadata. */
export class GetEndpointQuery extends Query<{ readonly vm: VmName; readonly key: string }> {
  constructor(readonly vm: VmName) {
    super();
  }
}

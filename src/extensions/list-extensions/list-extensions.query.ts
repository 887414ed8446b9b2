import { Query } from '@nestjs/cqrs';
import type { VmName } from '../../persistence/vm-facts.repository.js';
import type { VmView } from '../../persistence/vm-view.repository.js';

/** The VM, whose view has its extensions. */
export class ListExtensionsQuery extends Query<VmView> {
  constructor(readonly vm: VmName) {
    super();
  }
}

import { Query } from '@nestjs/cqrs';
import type { VmName } from '../../persistence/vm-facts.repository.js';
import type { VmSizeDocument } from '../vm-size-document.js';

/** Sizes to which a VM can be resized: those of its region that carry the parts it has. */
export class ListVmSizesQuery extends Query<readonly VmSizeDocument[]> {
  constructor(readonly vm: VmName) {
    super();
  }
}

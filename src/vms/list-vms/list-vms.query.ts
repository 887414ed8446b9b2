import { Query } from '@nestjs/cqrs';
import type { VmListScope, VmView } from '../../persistence/vm-view.repository.js';

/** VMs of a group, a subscription or a location of it, one more than the limit when there are more. */
export class ListVmsQuery extends Query<readonly VmView[]> {
  constructor(readonly scope: VmListScope) {
    super();
  }
}

import { Query } from '@nestjs/cqrs';
import type { KeptRow } from '../../persistence/kept-resource.repository.js';
import type { ArmName } from '../../persistence/vm-parts.repository.js';

/** A network security group as it is stored, with its rules. */
export class GetSecurityGroupQuery extends Query<KeptRow> {
  constructor(readonly name: ArmName) {
    super();
  }
}

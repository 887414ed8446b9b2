import { Query } from '@nestjs/cqrs';
import type { NicRow } from '../../persistence/network-interface.repository.js';
import type { ArmName } from '../../persistence/vm-parts.repository.js';

export class GetNicQuery extends Query<NicRow> {
  constructor(readonly name: ArmName) {
    super();
  }
}

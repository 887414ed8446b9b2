import { Query } from '@nestjs/cqrs';
import type { NetworkRow } from '../../persistence/network.repository.js';
import type { ArmName } from '../../persistence/vm-parts.repository.js';

/** A virtual network with its subnets. */
export class GetNetworkQuery extends Query<NetworkRow> {
  constructor(readonly name: ArmName) {
    super();
  }
}

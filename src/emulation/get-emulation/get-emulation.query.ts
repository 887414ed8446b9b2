import { Query } from '@nestjs/cqrs';
import type { StoredEmulation } from '../../persistence/emulation.repository.js';
import type { VmName } from '../../persistence/vm-facts.repository.js';

/** How a VM is emulated, and what came of it. */
export class GetEmulationQuery extends Query<StoredEmulation> {
  constructor(readonly vm: VmName) {
    super();
  }
}

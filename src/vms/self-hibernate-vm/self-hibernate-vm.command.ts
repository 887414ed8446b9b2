import { Command } from '@nestjs/cqrs';
import type { AcceptedOperation } from '../../operations/begin-vm-operation.js';
import type { VmName } from '../../persistence/vm-facts.repository.js';

/** Lets the guest hibernate on its own, as `systemctl hibernate` inside it would (INITIATE-1, MOVE-12). */
export class SelfHibernateVmCommand extends Command<AcceptedOperation> {
  constructor(readonly vm: VmName) {
    super();
  }
}

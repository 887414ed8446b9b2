import { Command } from '@nestjs/cqrs';
import type { AcceptedOperation } from '../../operations/begin-vm-operation.js';
import type { VmName } from '../../persistence/vm-facts.repository.js';

/** Puts a running VM to sleep from outside and takes it off its host (MOVE-11). */
export class HibernateVmCommand extends Command<AcceptedOperation> {
  constructor(readonly vm: VmName) {
    super();
  }
}

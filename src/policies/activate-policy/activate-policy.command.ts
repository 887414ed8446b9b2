import { Command } from '@nestjs/cqrs';
import type { StoredPolicy } from '../../persistence/guid-policy.repository.js';

/** Puts a policy in force for every VM that names none of its own. */
export class ActivatePolicyCommand extends Command<StoredPolicy> {
  constructor(readonly name: string) {
    super();
  }
}

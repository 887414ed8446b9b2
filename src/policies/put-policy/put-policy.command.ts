import { Command } from '@nestjs/cqrs';
import type { StoredPolicy } from '../../persistence/guid-policy.repository.js';

export interface PutPolicy {
  readonly policy: StoredPolicy;
  readonly isNew: boolean;
}

/** Makes a policy, or changes one: it holds for every Hyper-V VM created from then on (MOVE-13). */
export class PutPolicyCommand extends Command<PutPolicy> {
  constructor(
    readonly name: string,
    /** A policy document without its name, unchecked. */
    readonly document: Readonly<Record<string, unknown>>,
  ) {
    super();
  }
}

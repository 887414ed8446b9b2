import { Command } from '@nestjs/cqrs';
import type { KeptRow } from '../../persistence/kept-resource.repository.js';
import type { ArmName } from '../../persistence/vm-parts.repository.js';
import type { SecurityRule } from '../security-rule.dto.js';

/** What to do to one rule of a security group. */
export type SecurityRuleChange =
  { readonly kind: 'put'; readonly rule: SecurityRule } | { readonly kind: 'delete'; readonly name: string };

export interface ChangedSecurityRule {
  /** The group with its new rules. */
  readonly group: KeptRow;
  /** Whether the rule was there before. */
  readonly existed: boolean;
  readonly operationId: string;
}

/** Changes one rule of a network security group; `undefined` when the rule to delete was not there. */
export class ChangeSecurityRuleCommand extends Command<ChangedSecurityRule | undefined> {
  constructor(
    readonly group: ArmName,
    readonly change: SecurityRuleChange,
  ) {
    super();
  }
}

import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { requireKept, rewriteKept } from '../../kept-resources/change-kept.js';
import { findKept, type KeptName } from '../../persistence/kept-resource.repository.js';
import { SECURITY_GROUP } from '../security-group-kind.js';
import type { SecurityRule } from '../security-rule.dto.js';
import { rulesOf } from '../security-rules.js';
import {
  ChangeSecurityRuleCommand,
  type ChangedSecurityRule,
  type SecurityRuleChange,
} from './change-security-rule.command.js';

@CommandHandler(ChangeSecurityRuleCommand)
export class ChangeSecurityRuleHandler implements ICommandHandler<ChangeSecurityRuleCommand> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws resource-not-found, and invalid-parameter for a rule that collides with another one. */
  execute({ group: name, change }: ChangeSecurityRuleCommand): Promise<ChangedSecurityRule | undefined> {
    const group: KeptName = { ...name, type: SECURITY_GROUP.type };
    return this.database.transaction(async (sql) => {
      const before =
        change.kind === 'delete'
          ? await findKept(sql, group, 'for update of k')
          : await requireKept(sql, SECURITY_GROUP, group, 'for update of k');
      if (before === undefined) return undefined;
      const rules = rulesOf(before);
      const existed = rules.some((rule) => isNamed(rule, nameOf(change)));
      if (change.kind === 'delete' && !existed) return undefined;
      const { kept, operationId = '' } = await rewriteKept(sql, SECURITY_GROUP, before, {
        ...before,
        properties: { ...before.properties, securityRules: changed(rules, change) },
      });
      return { group: kept, existed, operationId };
    });
  }
}

/** A rule that is put keeps its place and the casing of its name (ARM-4). */
function changed(rules: readonly SecurityRule[], change: SecurityRuleChange): readonly SecurityRule[] {
  if (change.kind === 'delete') return rules.filter((rule) => !isNamed(rule, change.name));
  const { rule } = change;
  return rules.some((before) => isNamed(before, rule.name))
    ? rules.map((before) => (isNamed(before, rule.name) ? { ...rule, name: before.name } : before))
    : [...rules, rule];
}

function nameOf(change: SecurityRuleChange): string {
  return change.kind === 'put' ? change.rule.name : change.name;
}

function isNamed({ name }: SecurityRule, wanted: string): boolean {
  return name.toLowerCase() === wanted.toLowerCase();
}

export type { RuleKind, RuleStatus } from './rule-table.js';
export { isRuleId, rule, RULE_IDS, RULES } from './rules.js';
export type { Rule, RuleId } from './rules.js';

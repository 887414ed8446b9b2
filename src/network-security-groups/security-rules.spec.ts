import { describe, expect, it } from 'vitest';
import { SECURITY_RULE, type SecurityRule } from './security-rule.dto.js';
import { securityRulesRefusal } from './security-rules.js';

const PROPERTIES = { protocol: 'Tcp', access: 'Allow', priority: 100, direction: 'Inbound' } as const;
const rule = (name: string, change: Partial<typeof PROPERTIES> | object = {}): SecurityRule => ({
  name,
  properties: { ...PROPERTIES, ...change },
});

describe('securityRulesRefusal', () => {
  it.each<[string, readonly SecurityRule[], string | undefined]>([
    ['no rules', [], undefined],
    ['two priorities', [rule('a'), rule('b', { priority: 101 })], undefined],
    ['one priority in two directions', [rule('a'), rule('b', { direction: 'Outbound' })], undefined],
    ['one name twice', [rule('a'), rule('A', { priority: 101 })], 'two security rules are called A'],
    [
      'one priority twice',
      [rule('a'), rule('b')],
      'security rules a and b are both Inbound with priority 100',
    ],
  ])('ARM-19 %s', (_what, rules, detail) => {
    expect(securityRulesRefusal(rules)?.detail).toBe(detail);
  });
});

describe('SECURITY_RULE', () => {
  it.each([
    ['*', true],
    ['0', true],
    ['80-90', true],
    ['65535', true],
    ['65536', false],
    ['90-80', false],
    ['80,90', false],
    ['ssh', false],
    ['', false],
  ])('ARM-19 takes %j for ports: %s', (sourcePortRange, isTaken) => {
    const body = { name: 'a', properties: { ...PROPERTIES, sourcePortRange } };
    expect(SECURITY_RULE.safeParse(body).success).toBe(isTaken);
  });
});

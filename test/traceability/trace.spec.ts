import { describe, expect, it } from 'vitest';
import { RULE_IDS, RULES, type RuleId } from '#libs/kernel-rules';
import { leadingRuleIds, ruleMentions } from './rule-mentions.js';
import { testedRuleIds } from './test-titles.js';
import { shortcomings, traceRules, type RuleTrace } from './trace.js';

describe('ruleMentions', () => {
  it.each([
    ['as DEVICES-5 says', ['DEVICES-5']],
    ["rules: ['MOVE-9', 'R49']", ['MOVE-9', 'R49']],
    ['UIO-2, and again UIO-2', ['UIO-2']],
    ['see MOVE-4 to MOVE-7', ['MOVE-4', 'MOVE-5', 'MOVE-6', 'MOVE-7']],
    ['HIBERNATE-7..HIBERNATE-9', ['HIBERNATE-7', 'HIBERNATE-8', 'HIBERNATE-9']],
    ['R32 to R41', ['R32', 'R40', 'R41']],
    ['KVP-2 to VPCI-2', ['KVP-2', 'VPCI-2']],
    ['ENABLE-99 is not in the catalogue', ['ENABLE-99']],
    ['UTF-8, Standard_R8, XR5 and CHARM-3', []],
  ])('%j', (text, expected) => {
    expect(ruleMentions(text)).toEqual(expected);
  });
});

describe('leadingRuleIds', () => {
  it.each([
    ['DEVICES-5 waits 10 s', ['DEVICES-5']],
    ['DEVICES-5 R40 waits', ['DEVICES-5', 'R40']],
    ['KVP-1, KVP-2 and KVP-3: re-creates', ['KVP-1', 'KVP-2', 'KVP-3']],
    ['RESUME-1 to RESUME-3 in order', ['RESUME-1', 'RESUME-2', 'RESUME-3']],
    ['waits 10 s (DEVICES-5)', []],
    ['R40x is no id', []],
  ])('%j', (title, expected) => {
    expect(leadingRuleIds(title)).toEqual(expected);
  });
});

describe('testedRuleIds', () => {
  it.each([
    ['a title', "it('UIO-2 fails', () => {});", ['UIO-2']],
    ['a title with values', 'test(`KVP-1 of ${n}`, () => {});', ['KVP-1']],
    ['a table with a fixed title', "it.each([1, 2])('MOVE-8 case %i', () => {});", ['MOVE-8']],
    [
      'a table that starts the titles',
      "it.each([{ rule: 'R1' }, { rule: 'R2' }])('$rule', () => {});",
      ['R1', 'R2'],
    ],
    [
      'a named table',
      "const CASES = [['R3', 1]] as const;\nit.each(CASES)('%s gives %i', () => {});",
      ['R3'],
    ],
    ['a title that names an id later', "it('fails by UIO-2', () => {});", []],
    ['a group', "describe('UIO-2', () => {});", []],
    ['a comment', "// it('UIO-2 fails', () => {});", []],
  ])('finds %s', (_what, text, expected) => {
    expect(testedRuleIds({ path: 'x.spec.ts', text })).toEqual(expected);
  });
});

describe('traceRules', () => {
  const traceOf = (files: Readonly<Record<string, string>>) =>
    traceRules(Object.entries(files).map(([path, text]) => ({ path, text })));
  const found = (files: Readonly<Record<string, string>>) =>
    traceOf(files).rules.filter(({ code, tests }) => code.length + tests.length > 0);

  it('follows a rule into code and tests', () => {
    expect(
      found({
        'libs/vmbus/src/a.ts': '/** KVP-1. */',
        'src/a.ts': "rules: ['KVP-1']",
        'libs/vmbus/src/a.spec.ts': "it('KVP-1 rescinds', () => {});",
        'test/e2e/a.spec.ts': "it('KVP-1 end to end', () => {});",
      }),
    ).toEqual([
      {
        id: 'KVP-1',
        code: ['libs/vmbus/src/a.ts', 'src/a.ts'],
        tests: ['libs/vmbus/src/a.spec.ts', 'test/e2e/a.spec.ts'],
      },
    ]);
  });

  it('takes a refusal for the rule behind it', () => {
    expect(found({ 'src/a.ts': "refusal('uio-device-bound', 'nic 1')" })).toEqual([
      { id: 'UIO-2', code: ['src/a.ts'], tests: [] },
    ]);
  });

  it('takes neither the tables nor test fixtures for code', () => {
    expect(
      found({
        'libs/kernel-rules/src/document/kvp.ts': "'KVP-1'",
        'libs/refusal/src/tables/vms.ts': "rule: 'KVP-1'",
        'src/errors/error-table.ts': "'uio-device-bound'",
        'test/e2e/server.ts': '// KVP-1',
      }),
    ).toEqual([]);
  });

  it('reports ids that the catalogue does not have, wherever they are', () => {
    const { unknown } = traceOf({ 'libs/a/src/a.ts': '// KVP-77', 'test/e2e/a.spec.ts': "it('R58 works');" });
    expect(unknown).toEqual(['KVP-77 in libs/a/src/a.ts', 'R58 in test/e2e/a.spec.ts']);
  });
});

describe('shortcomings', () => {
  const complete = (id: RuleId): RuleTrace => {
    const paths = RULES[id].status.kind === 'active' ? ['a.ts'] : [];
    return { id, code: paths, tests: paths };
  };
  const traceWith = (changed: readonly RuleTrace[]) =>
    RULE_IDS.map((id) => changed.find((trace) => trace.id === id) ?? complete(id));

  it('are none where every active rule has code and a test', () => {
    expect(shortcomings({ rules: traceWith([]), unknown: [] })).toBe('');
  });

  it('are listed by what is missing and by section', () => {
    const pendingId = RULE_IDS.find((id) => RULES[id].status.kind === 'pending') ?? 'R5';
    const rules = traceWith([
      { id: 'KVP-1', code: [], tests: ['a.spec.ts'] },
      { id: 'UIO-1', code: ['a.ts'], tests: [] },
      { id: 'UIO-2', code: ['a.ts'], tests: [] },
      { id: pendingId, code: ['a.ts'], tests: ['a.spec.ts'] },
    ]);
    expect(shortcomings({ rules, unknown: ['R58 in a.ts'] })).toBe(
      [
        'Active rules that no code carries:',
        '  Key-Value Pair (KVP) Pseudo-Device Anomalies: KVP-1',
        '',
        'Active rules without a test whose title starts with the id:',
        '  UIO Devices: UIO-1, UIO-2',
        '',
        'Rules marked pending although code carries them and a test proves them: mark them active:',
        `  ${RULES[pendingId].section}: ${pendingId}`,
        '',
        'Ids that are used but are not in the catalogue:',
        '  R58 in a.ts',
      ].join('\n'),
    );
  });
});

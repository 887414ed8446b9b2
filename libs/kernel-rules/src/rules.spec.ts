import { describe, expect, it } from 'vitest';
import { isRuleId, rule, RULE_IDS, RULE_TABLES, RULES, type Rule } from './rules.js';

const all = RULE_IDS.map(rule);
const offenders = (isWrong: (entry: Rule) => boolean) => all.filter(isWrong).map(({ id }) => id);
const words = (text: string) => text.split(/\s+/).length;

describe('the catalogue', () => {
  it('holds every id of every table exactly once', () => {
    const ids = RULE_TABLES.flatMap((table) => Object.keys(table.rules));
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
    expect(Object.keys(RULES).length).toBe(ids.length);
    expect(RULE_IDS).toEqual(ids);
  });

  it('files every rule under its own id', () => {
    expect(RULE_IDS.filter((id) => RULES[id].id !== id)).toEqual([]);
  });

  it('lists the ids of a family in ascending order', () => {
    const numbers: Record<string, number[]> = {};
    for (const id of RULE_IDS) (numbers[id.replace(/-?\d+$/, '')] ??= []).push(Number(/\d+$/.exec(id)?.[0]));
    const disordered = Object.entries(numbers).filter(([, seen]) =>
      seen.some((number, at) => at > 0 && number <= (seen[at - 1] ?? 0)),
    );
    expect(disordered).toEqual([]);
  });

  it('has nine steps of hibernation and six of resume', () => {
    const steps = (family: string) => RULE_IDS.filter((id) => id.startsWith(`${family}-`)).length;
    expect([steps('HIBERNATE'), steps('RESUME')]).toEqual([9, 6]);
  });

  it('gives each family of ids one kind', () => {
    const kinds: Record<string, Set<string>> = {};
    for (const { id, kind } of all) (kinds[id.replace(/-?\d+$/, '')] ??= new Set()).add(kind);
    expect(Object.entries(kinds).filter(([, seen]) => seen.size !== 1)).toEqual([]);
  });

  it('finds the place of each rule of the document by at most six words, and of no other rule', () => {
    expect(offenders(({ kind, phrase }) => (kind === 'document') !== (phrase !== undefined))).toEqual([]);
    expect(offenders(({ phrase }) => phrase !== undefined && words(phrase) > 6)).toEqual([]);
  });

  it('states every rule in one to three sentences', () => {
    expect(offenders(({ statement }) => !/^\S.*[\w)"]\.$/.test(statement))).toEqual([]);
    expect(offenders(({ statement }) => statement.split(/\.\s/).length > 3)).toEqual([]);
  });

  it('gives a reason for whatever is not active', () => {
    expect(offenders(({ status }) => status.kind !== 'active' && words(status.reason) < 4)).toEqual([]);
  });

  it('yields only to rules of the kernel sources that exist', () => {
    const yields = all.filter(({ yieldsTo }) => yieldsTo.length > 0);
    expect(yields.map(({ id, yieldsTo }) => [id, yieldsTo])).toEqual([
      ['DEVICES-3', ['R49']],
      ['DEVICES-5', ['R40', 'R41']],
    ]);
    expect(yields.flatMap(({ yieldsTo }) => yieldsTo).map((id) => RULES[id].kind)).toEqual(
      Array(3).fill('kernel-source'),
    );
  });
});

describe('rule', () => {
  it('returns the whole entry', () => {
    expect(rule('UIO-2')).toEqual({
      id: 'UIO-2',
      kind: 'document',
      section: 'UIO Devices',
      statement:
        'With any VMBus device bound to the UIO driver, hibernation fails and Linux keeps running as before.',
      phrase: 'Linux continues to run normally',
      status: { kind: 'active' },
      yieldsTo: [],
    });
  });
});

describe('isRuleId', () => {
  it.each([
    ['DEVICES-5', true],
    ['R49', true],
    ['ENABLE', false],
    ['ENABLE-1 ', false],
    ['devices-5', false],
    ['toString', false],
    ['', false],
  ])('%j: %s', (text, expected) => {
    expect(isRuleId(text)).toBe(expected);
  });
});

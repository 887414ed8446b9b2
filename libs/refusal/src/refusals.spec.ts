import { describe, expect, it } from 'vitest';
import { RULES } from '#libs/kernel-rules';
import type { RefusalEntry } from './refusal-entry.js';
import { isRefusalCode, refusal, REFUSAL_CODES, REFUSAL_SECTIONS, REFUSALS } from './refusals.js';

const offenders = (isWrong: (entry: RefusalEntry) => boolean) =>
  REFUSAL_CODES.filter((code) => isWrong(REFUSALS[code]));

describe('the refusals', () => {
  it('hold every code of every section exactly once', () => {
    const codes = REFUSAL_SECTIONS.flatMap((section) => section.codes);
    expect(REFUSAL_CODES).toEqual(codes);
    expect(new Set(codes).size).toBe(codes.length);
  });

  it('have codes in kebab-case', () => {
    expect(REFUSAL_CODES.filter((code) => !/^[a-z]+(-[a-z]+)*$/.test(code))).toEqual([]);
  });

  it('TORPOR-11 name a rule of the catalogue that asks something of the code', () => {
    expect(offenders(({ rule }) => RULES[rule].status.kind !== 'active')).toEqual([]);
  });

  it('say what is the case and what to do about it, in sentences', () => {
    const isSentences = (text: string) => /^[A-Z].*\.$/.test(text);
    expect(offenders(({ sentence, remedy }) => !isSentences(sentence) || !isSentences(remedy))).toEqual([]);
    expect(offenders(({ sentence, remedy }) => sentence === remedy)).toEqual([]);
  });

  it('are told apart by their sentences', () => {
    const sentences = REFUSAL_CODES.map((code) => REFUSALS[code].sentence);
    expect(sentences.filter((text, at) => sentences.indexOf(text) !== at)).toEqual([]);
  });
});

describe('refusal', () => {
  it('TORPOR-11 takes its rule from the table', () => {
    expect(refusal('uio-device-bound', 'nic 1 is bound to uio_hv_generic')).toEqual({
      code: 'uio-device-bound',
      rule: 'UIO-2',
      detail: 'nic 1 is bound to uio_hv_generic',
    });
  });

  it('carries a more exact rule and a target when given', () => {
    const extra = { rule: 'R89', target: 'properties.guest' } as const;
    expect(refusal('guest-lacks-udev-rule', 'no rule for EVENT=hibernate', extra)).toEqual({
      code: 'guest-lacks-udev-rule',
      rule: 'R89',
      detail: 'no rule for EVENT=hibernate',
      target: 'properties.guest',
    });
  });
});

describe('isRefusalCode', () => {
  it.each([
    ['vm-busy', true],
    ['vm-sleepy', false],
    ['constructor', false],
  ])('%j: %s', (text, expected) => {
    expect(isRefusalCode(text)).toBe(expected);
  });
});

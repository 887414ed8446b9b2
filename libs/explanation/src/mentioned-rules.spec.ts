import { expect, it } from 'vitest';
import { rule } from '#libs/kernel-rules';
import { assumptionsOf, mentionedRules, textWithRules } from './mentioned-rules.js';
import { aVerdict } from './testing/verdicts.js';

/** Looks like a rule, and is none. */
const UNKNOWN = `R${999}`;

it('TORPOR-11 lists every rule that a document names, in texts as well, in the order of the catalogue', () => {
  const document = { rule: 'R56', text: `see (R40, MOVE-3) and ${UNKNOWN}, UTF-8, EBUSY`, list: ['R40'] };
  const told = (id: 'MOVE-3' | 'R40' | 'R56') => {
    const { kind, section, statement } = rule(id);
    return { id, kind, section, statement };
  };
  expect(mentionedRules(document)).toEqual([told('MOVE-3'), told('R40'), told('R56')]);
});

it('TORPOR-11 cuts a text around its rules', () => {
  expect(textWithRules(`R46: waits (R40) for ${UNKNOWN}.`)).toEqual([
    { text: 'R46', rule: 'R46' },
    { text: ': waits (' },
    { text: 'R40', rule: 'R40' },
    { text: `) for ${UNKNOWN}.` },
  ]);
  expect(textWithRules('')).toEqual([]);
});

it('ASSUME-2 ASSUME-20 says what was assumed, and what rests on it', () => {
  const finding = (slot: string) => ({
    rule: 'R56' as const,
    severity: 'resumed-degraded' as const,
    phase: 'R2r' as const,
    slot,
    summary: 's',
    consequence: 'It is dead.',
    assumption: 'ASSUME-2' as const,
  });
  const verdict = aVerdict({
    cause: { rule: 'R48', phase: 'H9', symptom: 'it waits', assumption: 'ASSUME-20' },
    findings: [finding('nic 0'), finding('nic 1')],
  });
  expect(assumptionsOf(verdict)).toEqual([
    { assumption: 'ASSUME-20', statement: rule('ASSUME-20').statement, about: ['It waits.'] },
    {
      assumption: 'ASSUME-2',
      statement: rule('ASSUME-2').statement,
      about: ['nic 0: It is dead.', 'nic 1: It is dead.'],
    },
  ]);
});

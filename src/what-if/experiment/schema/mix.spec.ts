import { describe, expect, it } from 'vitest';
import { treeOf } from '../document/tree.js';
import { mix, mixOfNames } from './mix.js';
import { readWhole } from './quantities.js';

const numbers = mix(readWhole(0, 100));

function issuesOf(schema: typeof numbers | ReturnType<typeof mixOfNames>, text: string): readonly string[] {
  const parsed = schema.safeParse(treeOf(text));
  return parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

describe('a mix', () => {
  it('keeps the order in which it is written, also of numbers', () => {
    expect(numbers.parse(treeOf('{4: 60, 8: 25, 2: 15}'))).toEqual([
      { weight: 60, value: 4 },
      { weight: 25, value: 8 },
      { weight: 15, value: 2 },
    ]);
  });

  it('takes names as they are written', () => {
    expect(mixOfNames().parse(treeOf('{6.10: 1, b: 2, true: 3, 10: 4}'))).toEqual([
      { weight: 1, value: '6.10' },
      { weight: 2, value: 'b' },
      { weight: 3, value: 'true' },
      { weight: 4, value: '10' },
    ]);
  });

  it('may be a single value', () => {
    expect([numbers.parse(4), mixOfNames().parse('office')]).toEqual([
      [{ weight: 1, value: 4 }],
      [{ weight: 1, value: 'office' }],
    ]);
  });

  it('leaves out what has no share', () => {
    expect(numbers.parse(treeOf('{4: 0, 2: 15}'))).toEqual([{ weight: 15, value: 2 }]);
  });

  it.each([
    [
      '{101: 3, 5: half}',
      ['101: must be a whole number from 0 to 100', '5: must be a whole number from 0 to 1000000'],
    ],
    ['{5: 0}', [': must have at least one share above 0, such as {office: 70, night: 30}']],
    ['{}', [': must have at least one share above 0, such as {office: 70, night: 30}']],
    ['[1, 2]', [': must be a whole number from 0 to 100']],
    ['', [': must be a whole number from 0 to 100']],
  ])('%s is no mix of numbers', (text, issues) => {
    expect(issuesOf(numbers, text)).toEqual(issues);
  });
});

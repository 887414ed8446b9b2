import { describe, expect, it } from 'vitest';
import { type ArmNameKind, armName } from './arm-name.js';

const isName = (kind: ArmNameKind, text: unknown) => armName(kind).safeParse(text).success;

const COMMON: ReadonlyArray<readonly [string, boolean]> = [
  ['a', true],
  ['Web-1', true],
  ['1.a_b-c', true],
  ['a_', true],
  ['', false],
  ['_a', false],
  ['-a', false],
  ['.a', false],
  ['a-', false],
  ['a.', false],
  ['a b', false],
  ['a/b', false],
  ['a\nb', false],
  ['a\n', false],
  ['ä', false],
];

describe('armName', () => {
  it.each(['vm', 'disk', 'nic', 'subnet', 'nsg', 'publicIp', 'host', 'policy', 'job'] as const)(
    'ARM-33 %s: letters and digits outside, dots, hyphens and underscores inside',
    (kind) => {
      expect(COMMON.map(([text]) => [text, isName(kind, text)])).toEqual(COMMON);
    },
  );

  it.each([
    ['group', 1, 90],
    ['vm', 1, 64],
    ['extension', 1, 64],
    ['deployment', 1, 64],
    ['vnet', 2, 64],
    ['location', 1, 40],
    ['disk', 1, 80],
    ['snapshot', 1, 80],
    ['nic', 1, 80],
    ['subnet', 1, 80],
    ['nsg', 1, 80],
    ['publicIp', 1, 80],
    ['host', 1, 80],
    ['policy', 1, 80],
    ['guestProfile', 1, 80],
    ['job', 1, 80],
  ] as const)('ARM-33 %s: %i to %i characters', (kind, min, max) => {
    const lengths = [min - 1, min, max, max + 1];
    expect(lengths.map((length) => isName(kind, 'a'.repeat(length)))).toEqual([false, true, true, false]);
  });

  it.each([
    ['Grüße_(1).x', true],
    ['-', true],
    ['a.', false],
    ['.', false],
    ['a b', false],
    ['a%b', false],
  ])('ARM-33 group %j: %s', (text, expected) => {
    expect(isName('group', text)).toBe(expected);
  });

  it('ARM-33 says the whole pattern at once', () => {
    expect(
      armName('vnet')
        .safeParse('-')
        .error?.issues.map(({ message }) => message),
    ).toEqual([
      'is not a name of 2 to 64 characters that starts with a letter or digit, ends with a letter, digit or ' +
        'underscore and has letters, digits, underscores, dots and hyphens between',
    ]);
  });
});

import { InvalidArgumentError } from 'commander';
import { describe, expect, it } from 'vitest';
import {
  durationMs,
  keyJsonValues,
  keyValues,
  positiveNumber,
  truth,
  wholeNumber,
  wholeNumbers,
} from './option-values.js';

describe('values of options', () => {
  it.each<[string, () => unknown, unknown]>([
    ['whole number', () => wholeNumber(1, 10)('10'), 10],
    ['several whole numbers', () => wholeNumbers(1, 999)('64', [32]), [32, 64]],
    ['whole numbers with commas', () => wholeNumbers(1, 999)('64,128', undefined), [64, 128]],
    ['number', () => positiveNumber('0.5'), 0.5],
    ['true', () => truth('True'), true],
    ['false', () => truth('no'), false],
    ['pair', () => keyValues('night=a=b', { x: '1' }), { x: '1', night: 'a=b' }],
    ['pair without a value', () => keyValues('night'), { night: '' }],
    ['JSON', () => keyJsonValues([])('uioSlots=["nic 1"]', { a: 1 }), { a: 1, uioSlots: ['nic 1'] }],
    [
      'text that is no JSON',
      () => keyJsonValues([])('distribution=Debian 12'),
      { distribution: 'Debian 12' },
    ],
    ['text that could be JSON', () => keyJsonValues(['version'])('version=6.14'), { version: '6.14' }],
    ['bare milliseconds', () => durationMs('1500'), 1_500],
    ['milliseconds', () => durationMs('1500ms'), 1_500],
    ['seconds', () => durationMs('1.5s'), 1_500],
    ['minutes', () => durationMs('5m'), 300_000],
    ['hours', () => durationMs('2h'), 7_200_000],
    ['days', () => durationMs('1d'), 86_400_000],
  ])('%s', (_, read, expected) => {
    expect(read()).toEqual(expected);
  });

  it.each<[string, () => unknown]>([
    ['below', () => wholeNumber(1, 10)('0')],
    ['above', () => wholeNumber(1, 10)('11')],
    ['fraction', () => wholeNumber(1, 10)('1.5')],
    ['exponent', () => wholeNumber(1, 1_000)('1e2')],
    ['one bad of several', () => wholeNumbers(1, 10)('1,x', undefined)],
    ['no number', () => positiveNumber('0')],
    ['negative', () => positiveNumber('-1')],
    ['neither true nor false', () => truth('maybe')],
    ['no key', () => keyValues('=x')],
    ['no time', () => durationMs('soon')],
    ['unknown unit', () => durationMs('1w')],
    ['no time at all', () => durationMs('0s')],
    ['too long a time', () => durationMs('999999999999999d')],
  ])('refuses %s', (_, read) => {
    expect(read).toThrow(InvalidArgumentError);
  });
});

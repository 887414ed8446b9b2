import { expect, it } from 'vitest';
import { isDeeperThan } from './json-depth.js';

it.each([
  ['', false],
  ['[[]]', false],
  ['[[[]]]', true],
  ['[{"a":[]}]', true],
  ['[[],[],{}]', false],
  ['["[[[["]', false],
  [String.raw`["\"[[[["]`, false],
  [String.raw`["\\",[[]]]`, true],
  ['["[[[[', false],
  ['[[[', true],
])('%s is deeper than 2: %s', (text, isDeeper) => {
  expect(isDeeperThan(text, 2)).toBe(isDeeper);
});

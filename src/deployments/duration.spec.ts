import { expect, it } from 'vitest';
import { isoDuration } from './duration.js';

it.each([
  [0, 'PT0S'],
  [-5, 'PT0S'],
  [1_234, 'PT1.234S'],
  [60_000, 'PT1M'],
  [3_723_500, 'PT1H2M3.5S'],
])('%i ms is %s', (ms, expected) => {
  expect(isoDuration(ms)).toBe(expected);
});

import { describe, expect, it } from 'vitest';
import {
  Problem,
  readDuration,
  readMoment,
  readName,
  readShare,
  readTimeOfDay,
  readWhole,
} from './quantities.js';

const told = (value: unknown): unknown => (value instanceof Problem ? 'a problem' : value);

describe('quantities', () => {
  it.each([
    ['90s', 90_000],
    ['10m', 600_000],
    ['1h30m', 5_400_000],
    ['1.5h', 5_400_000],
    ['250ms', 250],
    ['40d', 3_456_000_000],
    [0, 0],
    ['0s', 0],
    ['41d', 'a problem'],
    ['0.0001s', 'a problem'],
    ['-5m', 'a problem'],
    ['5', 'a problem'],
    [5, 'a problem'],
    ['m', 'a problem'],
    ['5 m', 'a problem'],
  ])('a duration: %j', (input, expected) => {
    expect(told(readDuration(input))).toBe(expected);
  });

  it.each([
    ['00:00', 0],
    ['08:55', 32_100_000],
    ['23:59:59', 86_399_000],
    ['24:00', 'a problem'],
    ['8:55', 'a problem'],
    [855, 'a problem'],
  ])('a time of day: %j', (input, expected) => {
    expect(told(readTimeOfDay(input))).toBe(expected);
  });

  it.each([
    ['day 0 00:00', 0],
    ['day 2 03:00', 183_600_000],
    ['day 41 03:00', 'a problem'],
    ['2 03:00', 'a problem'],
    ['day 2', 'a problem'],
  ])('a moment: %j', (input, expected) => {
    expect(told(readMoment(input))).toBe(expected);
  });

  it.each([
    ['2.5%', 25_000],
    ['100%', 1_000_000],
    ['0%', 0],
    ['0.0001%', 1],
    ['101%', 'a problem'],
    [0.5, 'a problem'],
    ['half', 'a problem'],
  ])('a share: %j', (input, expected) => {
    expect(told(readShare(input))).toBe(expected);
  });

  it.each([
    [7, 7],
    ['7', 7],
    ['50_000', 50_000],
    ['5_00', 'a problem'],
    [0, 'a problem'],
    [1.5, 'a problem'],
    [100_001, 'a problem'],
    [null, 'a problem'],
  ])('a whole number from 1 to 100000: %j', (input, expected) => {
    expect(told(readWhole(1, 100_000)(input))).toBe(expected);
  });

  it.each([
    ['office', 'office'],
    ['night shift', 'night shift'],
    ['', 'a problem'],
    [' office', 'a problem'],
    ['x'.repeat(81), 'a problem'],
    [7, 'a problem'],
  ])('a name: %j', (input, expected) => {
    expect(told(readName(input))).toBe(expected);
  });
});

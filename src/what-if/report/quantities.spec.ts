import { describe, expect, it } from 'vitest';
import {
  breakable,
  count,
  dollars,
  duration,
  percent,
  plural,
  shortCount,
  shortDollars,
  timeOfDay,
  timeOfRun,
} from './quantities.js';

type Case = readonly [value: number, expected: string];

const WORDINGS: readonly (readonly [string, (value: number) => string, readonly Case[]])[] = [
  [
    'count',
    count,
    [
      [0, '0'],
      [999, '999'],
      [1_234_567.4, '1,234,567'],
      [-1_000, '−1,000'],
    ],
  ],
  [
    'shortCount',
    shortCount,
    [
      [99_999, '99,999'],
      [99_999.6, '100 k'],
      [999_499, '999 k'],
      [999_500, '1.00 M'],
      [12_345_678, '12.3 M'],
      [123_456_789, '123 M'],
      [1.5e9, '1.50 G'],
    ],
  ],
  [
    'duration',
    duration,
    [
      [0, '0 ms'],
      [999, '999 ms'],
      [1_000, '1.0 s'],
      [59_949, '59.9 s'],
      [59_950, '1 min'],
      [253_000, '4 min 13 s'],
      [3_599_499, '59 min 59 s'],
      [3_599_500, '1 h'],
      [7_380_000, '2 h 03 min'],
      [259_200_000, '3 d'],
      [270_000_000, '3 d 03 h'],
    ],
  ],
  [
    'percent',
    percent,
    [
      [0, '0 %'],
      [1, '100 %'],
      [0.999_999, '> 99.99 %'],
      [0.000_001, '< 0.01 %'],
      [0.005, '0.50 %'],
      [0.5, '50.0 %'],
      [0.9951, '99.51 %'],
      [-0.25, '−25.0 %'],
    ],
  ],
  [
    'dollars',
    dollars,
    [
      [0, '$ 0'],
      [0.001, '$ 0'],
      [9.5, '$ 9.50'],
      [12_345.4, '$ 12,345'],
      [-2_000, '−$ 2,000'],
    ],
  ],
  [
    'shortDollars',
    shortDollars,
    [
      [99_999, '$ 99,999'],
      [1_234_567, '$ 1.23 M'],
      [-500_000, '−$ 500 k'],
    ],
  ],
  [
    'timeOfDay',
    timeOfDay,
    [
      [0, '00:00'],
      [119_399_000, '09:09'],
    ],
  ],
  [
    'timeOfRun',
    timeOfRun,
    [
      [0, 'day 0, 00:00'],
      [119_399_000, 'day 1, 09:09'],
    ],
  ],
];

describe.each(WORDINGS)('%s', (_name, wording, cases) => {
  it.each(cases)('of %d', (value, expected) => {
    expect(breakable(wording(value))).toBe(expected);
  });
});

it('keeps number and unit on one line', () => {
  expect([duration(253_000), percent(0.5), dollars(1)]).toEqual([
    '4\u00a0min\u00a013\u00a0s',
    '50.0\u00a0%',
    '$\u00a01.00',
  ]);
});

it('counts one and many', () => {
  expect([plural(1, 'VM'), plural(1_000, 'VM'), plural(0, 'is', 'are')]).toEqual([
    '1 VM',
    '1,000 VMs',
    '0 are',
  ]);
});

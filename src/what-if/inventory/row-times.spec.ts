import { describe, expect, it } from 'vitest';
import { orderProblem, RowTimes } from './row-times.js';

const SHAPE = 'is neither seconds from day 0 nor a time as 2026-03-02T08:30:00Z';

describe('times of rows', () => {
  it.each<[string, number | string]>([
    ['0', 0],
    ['28800', 28_800_000],
    ['28800.5', 28_800_500],
    ['2026-03-02', Date.UTC(2026, 2, 2)],
    ['2026-03-02T08:30', Date.UTC(2026, 2, 2, 8, 30)],
    ['2026-03-02 08:30:15', Date.UTC(2026, 2, 2, 8, 30, 15)],
    ['2026-03-02T08:30:15.250Z', Date.UTC(2026, 2, 2, 8, 30, 15, 250)],
    ['2026-03-02T08:30:00+02:00', Date.UTC(2026, 2, 2, 6, 30)],
    ['2026-13-02', 'is no time of the calendar'],
    ['2026-02-30', 'is no time of the calendar'],
    ['2026-03-02T25:00:00Z', 'is no time of the calendar'],
    ['-5', SHAPE],
    ['1e3', SHAPE],
    ['tomorrow', SHAPE],
    ['03/02/2026', SHAPE],
  ])('%s', (text, expected) => {
    expect(new RowTimes().read(text)).toBe(expected);
  });

  it('are of one sort in one file: the first decides', () => {
    const seconds = new RowTimes();
    expect(['60', '2026-03-02', '61'].map((text) => seconds.read(text))).toEqual([
      60_000,
      'is a time of the calendar, where rows before have seconds',
      61_000,
    ]);
    const calendar = new RowTimes();
    expect(['2026-03-02', '60'].map((text) => calendar.read(text))).toEqual([
      Date.UTC(2026, 2, 2),
      'is in seconds, where rows before have times of the calendar',
    ]);
    expect([seconds.from, calendar.from, new RowTimes().from]).toEqual(['day-0', '1970', undefined]);
  });

  it.each<[number, number, string | undefined]>([
    [Number.NaN, Number.NaN, undefined],
    [10, Number.NaN, undefined],
    [10, 11, undefined],
    [Number.NaN, 1, undefined],
    [10, 10, 'is not after arrives'],
    [10, 9, 'is not after arrives'],
    [Number.NaN, 0, 'is not after day 0, 00:00'],
  ])('arriving at %d and leaving at %d', (arrives, leaves, problem) => {
    expect(orderProblem(arrives, leaves)).toBe(problem);
  });
});

import { describe, expect, it } from 'vitest';
import { bytes, duration, mebibytes, offset } from './quantities.js';

describe('quantities', () => {
  it.each([
    [undefined, '-'],
    [Number.NaN, '-'],
    [0, '0 ms'],
    [999.4, '999 ms'],
    [999.6, '1.0 s'],
    [59_949, '59.9 s'],
    [59_999, '59.9 s'],
    [60_000, '1 m 00 s'],
    [3_599_499, '59 m 59 s'],
    [3_599_500, '1 h 00 m'],
    [3_600_000, '1 h 00 m'],
    [7_380_000, '2 h 03 m'],
  ])('duration of %s ms is %s', (milliseconds, expected) => {
    expect(duration(milliseconds)).toBe(expected);
  });

  it.each([
    [undefined, ''],
    [0, '+0.0 s'],
    [99_950, '+100.0 s'],
  ])('offset of %s ms is %s', (milliseconds, expected) => {
    expect(offset(milliseconds)).toBe(expected);
  });

  it.each([
    [512 * 2 ** 20, '512 MiB'],
    [3.2 * 2 ** 30, '3.2 GiB'],
  ])('%d bytes are %s', (count, expected) => {
    expect(bytes(count)).toBe(expected);
  });

  it.each([
    [512, '512 MiB'],
    [16_384, '16 GiB'],
    [1_536, '1.5 GiB'],
  ])('%d MiB are %s', (count, expected) => {
    expect(mebibytes(count)).toBe(expected);
  });
});

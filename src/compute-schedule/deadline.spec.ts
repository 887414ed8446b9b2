import { describe, expect, it } from 'vitest';
import { deadlineInstant } from './deadline.js';

describe('deadlineInstant', () => {
  it.each<[string, string | undefined, string | undefined]>([
    ['2030-01-10T23:00:00Z', undefined, '2030-01-10T23:00:00.000Z'],
    ['2030-01-10T23:00:00.667+00:00', 'Europe/Berlin', '2030-01-10T23:00:00.667Z'],
    ['2030-01-10T23:00:00-08:00', undefined, '2030-01-11T07:00:00.000Z'],
    ['2030-01-10T23:00:00', undefined, '2030-01-10T23:00:00.000Z'],
    ['2030-01-10T23:00', 'UTC', '2030-01-10T23:00:00.000Z'],
    ['2030-01-10T23:00:00', 'Europe/Berlin', '2030-01-10T22:00:00.000Z'],
    ['2030-07-10T23:00:00', 'Europe/Berlin', '2030-07-10T21:00:00.000Z'],
    ['2030-01-10T23:00:00', 'America/Los_Angeles', '2030-01-11T07:00:00.000Z'],
    ['2030-01-10T23:00:00', 'Asia/Kolkata', '2030-01-10T17:30:00.000Z'],
    // The night in which the clocks of Berlin go forward: before and after.
    ['2030-03-31T01:30:00', 'Europe/Berlin', '2030-03-31T00:30:00.000Z'],
    ['2030-03-31T03:30:00', 'Europe/Berlin', '2030-03-31T01:30:00.000Z'],
    ['2030-01-10T23:00:00', 'Mars/Olympus', undefined],
    ['tomorrow', undefined, undefined],
    ['2030-13-10T23:00:00Z', undefined, undefined],
    ['2030-01-10', undefined, undefined],
  ])('%s in %s is %s', (deadline, timeZone, expected) => {
    const instant = deadlineInstant(deadline, timeZone);
    expect(instant === undefined ? undefined : new Date(instant).toISOString()).toBe(expected);
  });
});

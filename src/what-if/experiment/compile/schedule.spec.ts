import { describe, expect, it } from 'vitest';
import type { CalendarEntry } from '#libs/what-if';
import { issuesOf, scenarioOf, SMALL } from '../testing/an-experiment.js';

const HOUR = 3_600_000;

/** The calendar of the only group: `start day 1 7h`. */
function calendar(group: string, overrides: Readonly<Record<string, string>> = {}): readonly string[] {
  const reading = { overrides: { 'schedule.groups.office': group, ...overrides } };
  const { schedule } = scenarioOf(SMALL, reading);
  return schedule.groups[0]!.entries.map(
    ({ act, window }) =>
      `${act} day ${Math.floor(window.fromMs / (24 * HOUR))} ${(window.fromMs / HOUR) % 24}h`,
  );
}

function entries(group: string): readonly CalendarEntry[] {
  return scenarioOf(SMALL, { overrides: { 'schedule.groups.office': group } }).schedule.groups[0]!.entries;
}

const FIRST = 'firstStart: {from: 06:00, within: 1h}';
const NIGHTS = `${FIRST}, hibernate: {from: 18:00, within: 1h}, start: {from: 08:00, within: 1h}`;

describe('a schedule', () => {
  it.each([
    [
      'hibernates from the first start on, and starts after that',
      `{${NIGHTS}}`,
      {},
      [
        'start day 0 6h',
        'hibernate day 0 18h',
        'start day 1 8h',
        'hibernate day 1 18h',
        'start day 2 8h',
        'hibernate day 2 18h',
      ],
    ],
    ['never hibernates where nothing is said', `{${FIRST}}`, {}, ['start day 0 6h']],
    [
      'may hibernate for good',
      `{${FIRST}, hibernate: {from: 18:00, within: 1h}, toDay: 0}`,
      {},
      ['start day 0 6h', 'hibernate day 0 18h'],
    ],
    [
      'of people who work at night',
      '{firstStart: {from: 20:00, within: 2h}, hibernate: {from: 08:00, within: 1h}, start: {from: 20:00, within: 1h}}',
      {},
      ['start day 0 20h', 'hibernate day 1 8h', 'start day 1 20h', 'hibernate day 2 8h', 'start day 2 20h'],
    ],
    [
      'leaves weekends out',
      `{${NIGHTS}, on: weekdays}`,
      { 'schedule.firstDay': 'thursday', days: '5' },
      [
        'start day 0 6h',
        'hibernate day 0 18h',
        'start day 1 8h',
        'hibernate day 1 18h',
        'start day 4 8h',
        'hibernate day 4 18h',
      ],
    ],
    [
      'is of certain days',
      `{${NIGHTS}, on: [tuesday]}`,
      { days: '9' },
      ['start day 0 6h', 'hibernate day 1 18h', 'start day 8 8h', 'hibernate day 8 18h'],
    ],
    [
      'begins and ends on certain days',
      `{${NIGHTS}, fromDay: 1, toDay: 2}`,
      { days: '5' },
      ['start day 0 6h', 'hibernate day 1 18h', 'start day 2 8h', 'hibernate day 2 18h'],
    ],
    [
      'begins with a later first start',
      `{firstStart: {day: 1, from: 19:00, within: 1h}, hibernate: {from: 18:00, within: 1h}}`,
      {},
      ['start day 1 19h', 'hibernate day 2 18h'],
    ],
    [
      'without hibernation keeps the first start',
      `{${NIGHTS}}`,
      { 'schedule.onlyFirstStarts': 'true' },
      ['start day 0 6h'],
    ],
  ])('%s', (_, group, overrides, expected) => {
    expect(calendar(group, overrides)).toEqual(expected);
  });

  it('draws every entry from streams of its own', () => {
    const streams = entries(
      `{${FIRST}, hibernate: {from: 18:00, within: 1h, spike: {percent: 10, from: 18:00, within: 1m}}, start: {from: 08:00, within: 1h, spike: {percent: 60, from: 08:55, within: 10m}}}`,
    ).map(({ offsetStream, spike }) => [offsetStream, spike?.stream]);
    expect(streams).toEqual([
      [5, undefined],
      [6, 140],
      [11, 10],
      [9, 141],
      [14, 13],
      [12, 142],
    ]);
  });

  it('staggers by slots, of which the last may be shorter', () => {
    const [first, hibernation] = entries(
      '{firstStart: {from: 06:00, within: 1h, stagger: {by: vm, over: 25m, every: 10m}}, hibernate: {from: 18:00, within: 1h, stagger: {by: tenant, over: 1m, every: 10m}}}',
    );
    expect([first?.stagger, hibernation?.stagger]).toEqual([
      { by: 'vm', slots: 3, everyMs: 600_000 },
      { by: 'tenant', slots: 1, everyMs: 600_000 },
    ]);
  });

  it.each([
    [`{${FIRST}, start: {from: 08:00, within: 1h}}`, 'start: needs hibernate: nobody sleeps'],
    [
      `{${FIRST}, hibernate: {from: 08:00, within: 1h}, start: {from: 08:00, within: 1h}}`,
      'start: must not begin at the time of hibernate',
    ],
    [`{${FIRST}, fromDay: 3, toDay: 2}`, 'toDay: must not be before fromDay'],
    [
      `{${FIRST}, on: [someday]}`,
      'on: must be weekdays, every-day or a list of monday, tuesday, wednesday, thursday, friday, saturday, sunday',
    ],
  ])('%s is no calendar', (group, issue) => {
    expect(issuesOf(SMALL, { overrides: { 'schedule.groups.office': group } })).toEqual([
      `scenario.schedule.groups.office.${issue}`,
    ]);
  });
});

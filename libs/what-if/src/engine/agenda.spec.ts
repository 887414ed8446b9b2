import { describe, expect, it } from 'vitest';
import type { Fleet } from '../fleet/fleet.js';
import type { CalendarEntry, LimitsSpec } from '../scenario.js';
import {
  aFleet,
  aKind,
  aScenario,
  entry,
  HOUR,
  LIMITS,
  MINUTE,
  SECOND,
  timesOf,
} from '../testing/a-scenario.js';
import { toldBriefly } from '../testing/watched-run.js';

const NIGHT = [
  entry('start', 6 * HOUR),
  entry('hibernate', 18 * HOUR),
  entry('start', 30 * HOUR),
  entry('hibernate', 42 * HOUR),
];

interface Told {
  readonly entries?: readonly CalendarEntry[];
  readonly fleet?: Partial<Fleet>;
  readonly limits?: Partial<LimitsSpec>;
}

function lifeOf({ entries = NIGHT, fleet = {}, limits = {} }: Told): readonly string[] {
  const scenario = aScenario({
    days: 2,
    schedule: { groups: [{ name: 'office', entries }] },
    limits: { ...LIMITS, ...limits },
  });
  return toldBriefly({ scenario, region: 'north', fleet: aFleet([aKind()], [0], fleet) });
}

const SECOND_NIGHT = [
  '30:00:00 start-asked',
  '30:00:02 placed host 0',
  '30:00:06 resumed host 0',
  '42:00:00 hibernation-asked',
  '42:00:00 fell-asleep',
  '42:00:03 saved',
];

const FIRST_NIGHT = ['18:00:00 hibernation-asked', '18:00:00 fell-asleep', '18:00:03 saved', ...SECOND_NIGHT];

const boot = (hour: string) => [
  `${hour}:00:00 start-asked`,
  `${hour}:00:02 placed host 0`,
  `${hour}:00:12 booted host 0`,
];

describe('the agenda of a VM', () => {
  it('follows the calendar of its group', () => {
    expect(lifeOf({})).toEqual([...boot('06'), ...FIRST_NIGHT]);
  });

  it.each([
    ['with no time of its own', undefined, [...boot('06'), ...FIRST_NIGHT]],
    ['before the first entry: in its place', 2 * HOUR, [...boot('02'), ...FIRST_NIGHT]],
    ['at the time of the first entry', 6 * HOUR, [...boot('06'), ...FIRST_NIGHT]],
    ['after the first entry', 7 * HOUR, [...boot('07'), ...FIRST_NIGHT]],
    [
      'after the hibernation that it would have missed',
      20 * HOUR,
      [...boot('20'), '30:00:00 skipped', ...SECOND_NIGHT.slice(3)],
    ],
    ['after all', 45 * HOUR, boot('45')],
  ] as const)('that arrives %s', (_when, arrives, expected) => {
    expect(lifeOf({ fleet: { arrivesMs: timesOf([arrives]) } })).toEqual(expected);
  });

  it('of a group without entries has it start when it arrives, and otherwise never', () => {
    expect(lifeOf({ entries: [] })).toEqual([]);
    expect(lifeOf({ entries: [], fleet: { arrivesMs: timesOf([HOUR]) } })).toEqual(boot('01'));
  });

  it.each([
    ['while it runs', 7 * HOUR, [...boot('06'), '07:00:00 deleted']],
    ['while it sleeps', 20 * HOUR, [...boot('06'), ...FIRST_NIGHT.slice(0, 3), '20:00:00 deleted']],
    ['before it ever started', 5 * HOUR, ['05:00:00 deleted']],
    ['while it starts: a minute later', 6 * HOUR + 5 * SECOND, [...boot('06'), '06:01:05 deleted']],
    ['while it is placed: a minute later', 6 * HOUR + SECOND, [...boot('06'), '06:01:01 deleted']],
    [
      'while its image is written: a minute later',
      18 * HOUR + SECOND,
      [...boot('06'), ...FIRST_NIGHT.slice(0, 3), '18:01:01 deleted'],
    ],
    ['at the moment of its start: a minute later', 6 * HOUR, [...boot('06'), '06:01:00 deleted']],
    [
      'at the moment at which its image is written: without it',
      18 * HOUR + 3 * SECOND,
      [...boot('06'), ...FIRST_NIGHT.slice(0, 3), '18:00:03 deleted'],
    ],
  ] as const)('that leaves %s', (_when, leaves, expected) => {
    expect(lifeOf({ fleet: { leavesMs: timesOf([leaves]) } })).toEqual(expected);
  });

  it('leaves a start alone that comes due while it runs, and a hibernation while it starts or sleeps', () => {
    const entries = [
      entry('start', 6 * HOUR),
      entry('hibernate', 6 * HOUR + 5 * SECOND),
      entry('start', 6 * HOUR + MINUTE),
      entry('hibernate', 7 * HOUR),
      entry('hibernate', 8 * HOUR),
    ];
    expect(lifeOf({ entries })).toEqual([
      '06:00:00 start-asked',
      '06:00:02 placed host 0',
      '06:00:05 skipped',
      '06:00:12 booted host 0',
      '06:01:00 skipped',
      '07:00:00 hibernation-asked',
      '07:00:00 fell-asleep',
      '07:00:03 saved',
      '08:00:00 skipped',
    ]);
  });

  it('tries again for a host, later and later, and gives up', () => {
    const limits = { placementAttempts: 4 };
    const scenario = aScenario({
      schedule: { groups: [{ name: 'office', entries: [entry('start', 6 * HOUR)] }] },
      limits: { ...LIMITS, ...limits },
    });
    const fleet = aFleet([aKind({ vcpus: 17 })], [0]);
    expect(toldBriefly({ scenario, region: 'north', fleet })).toEqual([
      '06:00:00 start-asked',
      '06:00:02 no-host',
      '06:01:04 no-host',
      '06:03:06 no-host',
      '06:06:08 no-host',
      '06:06:08 start-failed',
    ]);
  });

  it('waits for a worker, and on the host for a slot', () => {
    const scenario = aScenario({
      limits: { ...LIMITS, workers: { kind: 'exactly', count: 1 }, startsPerHost: 1 },
    });
    const fleet = aFleet([aKind({ vcpus: 1, memoryMib: 1024 })], [0, 0, 0]);
    const input = { scenario, region: 'north', fleet };
    expect([0, 1, 2].map((vm) => toldBriefly(input, vm))).toEqual([
      ['06:00:00 start-asked', '06:00:02 placed host 0', '06:00:12 booted host 0'],
      ['06:00:00 start-asked', '06:00:04 placed host 0', '06:00:22 booted host 0'],
      ['06:00:00 start-asked', '06:00:06 placed host 0', '06:00:32 booted host 0'],
    ]);
  });
});

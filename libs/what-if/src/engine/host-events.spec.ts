import { describe, expect, it } from 'vitest';
import { draw, streamBase } from '../draw.js';
import type { Fleet } from '../fleet/fleet.js';
import { STREAMS } from '../fleet/streams.js';
import type { HostEventSpec, Scenario } from '../scenario.js';
import {
  aFleet,
  aHostType,
  aKind,
  aScenario,
  clusterOf,
  entry,
  HOUR,
  LIMITS,
  MINUTE,
  SECOND,
} from '../testing/a-scenario.js';
import { stagedFates } from '../testing/staged-fates.js';
import { toldBriefly } from '../testing/watched-run.js';
import { hostEventsOf } from './host-events.js';
import { hostTypesOf } from './host-table.js';
import { runShard } from './run-shard.js';

const NIGHT = [entry('start', 6 * HOUR), entry('hibernate', 18 * HOUR), entry('start', 20 * HOUR)];

const event = (
  kind: HostEventSpec['kind'],
  atMs: number,
  hosts: HostEventSpec['hosts'] = { kind: 'share', perMillion: 1_000_000 },
): HostEventSpec => ({ kind, atMs, hosts });

interface Told {
  readonly events: readonly HostEventSpec[];
  readonly change?: Partial<Scenario>;
  readonly fleet?: Fleet;
  readonly watch?: number;
}

/** What a VM on the only host goes through, or one of several. */
function lifeOf({ events, change = {}, fleet = aFleet([aKind()], [0]), watch = 0 }: Told): readonly string[] {
  const schedule = { groups: [{ name: 'office', entries: NIGHT }] };
  const scenario = aScenario({ schedule, hostEvents: events, ...change });
  return toldBriefly({ scenario, region: 'north', fleet }, watch);
}

const BOOT = ['06:00:00 start-asked', '06:00:02 placed host 0', '06:00:12 booted host 0'];
const SLEEP = ['18:00:00 hibernation-asked', '18:00:00 fell-asleep', '18:00:03 saved'];
const RESUME = ['20:00:00 start-asked', '20:00:02 placed host 0', '20:00:06 resumed host 0'];
const BOOT_AGAIN = ['20:00:00 start-asked', '20:00:02 placed host 0', '20:00:12 booted host 0'];
const IN_VAIN = (hour: string) => [
  `${hour}:00:00 start-asked`,
  `${hour}:00:02 no-host`,
  `${hour}:01:04 no-host`,
  `${hour}:03:06 no-host`,
  `${hour}:03:06 start-failed`,
];

describe('a host that fails', () => {
  it.each([
    [
      'under a VM that runs: its memory is lost, and it boots when it is started next',
      [event('fail', 10 * HOUR), event('repair', 11 * HOUR)],
      [...BOOT, '10:00:00 host-failed host 0', '18:00:00 skipped', ...BOOT_AGAIN],
    ],
    [
      'under a VM that boots: it shows when the boot would have ended',
      [event('fail', 6 * HOUR + 5 * SECOND), event('repair', 11 * HOUR)],
      [...BOOT.slice(0, 2), '06:00:12 host-failed host 0', '18:00:00 skipped', ...BOOT_AGAIN],
    ],
    [
      'under a VM whose image is written: it shows when that would have ended',
      [event('fail', 18 * HOUR + SECOND), event('repair', 19 * HOUR)],
      [...BOOT, ...SLEEP.slice(0, 2), '18:00:03 host-failed host 0', ...BOOT_AGAIN],
    ],
    [
      'under a VM that resumes',
      [event('fail', 20 * HOUR + 3 * SECOND)],
      [...BOOT, ...SLEEP, ...RESUME.slice(0, 2), '20:00:06 host-failed host 0'],
    ],
    [
      'that a VM has left: it is nothing to the VM',
      [event('fail', 19 * HOUR), event('repair', 19 * HOUR + MINUTE)],
      [...BOOT, ...SLEEP, ...RESUME],
    ],
    [
      'and is not repaired: a VM that slept on it does not come back',
      [event('fail', 19 * HOUR)],
      [...BOOT, ...SLEEP, ...IN_VAIN('20')],
    ],
    [
      'at the very time of a start, before it',
      [event('fail', 6 * HOUR), event('repair', 6 * HOUR + MINUTE)],
      [
        '06:00:00 start-asked',
        '06:00:02 no-host',
        '06:01:04 placed host 0',
        '06:01:14 booted host 0',
        ...SLEEP,
        ...RESUME,
      ],
    ],
    [
      'after all else',
      [event('fail', 23 * HOUR)],
      [...BOOT, ...SLEEP, ...RESUME, '23:00:00 host-failed host 0'],
    ],
  ] as const)('ASSUME-13 %s', (_what, events, expected) => {
    expect(lifeOf({ events })).toEqual(expected);
  });

  it('ASSUME-13 under VMs that wait for a slot: each has its turn, and loses all', () => {
    const fleet = aFleet([aKind({ vcpus: 1, memoryMib: 1024 })], [0, 0, 0]);
    const change = { limits: { ...LIMITS, startsPerHost: 1 } };
    const events = [event('fail', 6 * HOUR + 5 * SECOND), event('repair', 7 * HOUR)];
    const told = [0, 1, 2].map((watch) => lifeOf({ events, change, fleet, watch }));
    expect(told).toEqual(
      ['12', '22', '32'].map((second) => [
        '06:00:00 start-asked',
        '06:00:02 placed host 0',
        `06:00:${second} host-failed host 0`,
        '18:00:00 skipped',
        '20:00:00 start-asked',
        '20:00:02 placed host 0',
        `20:00:${second} booted host 0`,
      ]),
    );
  });

  it('under a VM that is to ask again for its hibernation: nobody asks any more', () => {
    const throttling = {
      start: { capacity: 10, refillPerMinute: 1 },
      hibernate: { capacity: 1, refillPerMinute: 1 },
      subscriptions: 1,
      retry: { backoff: 'as-told' as const, attempts: 5 },
    };
    const entries = [
      entry('start', 6 * HOUR),
      entry('hibernate', 18 * HOUR),
      entry('start', 18 * HOUR + 59 * SECOND),
      entry('hibernate', 19 * HOUR),
    ];
    const change = {
      schedule: { groups: [{ name: 'office', entries }] },
      limits: { ...LIMITS, throttling },
    };
    const events = [event('fail', 18 * HOUR + 5 * SECOND), event('repair', 18 * HOUR + 6 * SECOND)];
    // The first VM takes the only request that there is.
    const fleet = aFleet([aKind({ vcpus: 1, memoryMib: 1024 })], [0, 0]);
    const scenario = aScenario({ ...change, hostEvents: events });
    const { running } = runShard({ scenario, region: 'north', fleet }).series!.counts;
    expect([...running.slice(17, 20)]).toEqual([2, 2, 0]);
    expect(lifeOf({ events, change, fleet, watch: 1 })).toEqual([
      '06:00:00 start-asked',
      '06:00:02 placed host 0',
      '06:00:12 booted host 0',
      '18:00:00 hibernation-asked',
      '18:00:00 turned-away',
      '18:00:05 host-failed host 0',
      '18:00:59 start-asked',
      '18:01:01 placed host 0',
      '18:01:11 booted host 0',
      '19:00:00 hibernation-asked',
      '19:00:00 turned-away',
      '19:01:00 fell-asleep',
      '19:01:03 saved',
    ]);
  });
});

describe('a host that fails under a guest that is stuck', () => {
  it('while its client waits to ask again for a restart: it shows when the client has asked', () => {
    const throttling = {
      start: { capacity: 2, refillPerMinute: 0.001 },
      hibernate: { capacity: 10, refillPerMinute: 10 },
      subscriptions: 1,
      retry: { backoff: 'as-told' as const, attempts: 2 },
    };
    const scenario = aScenario({
      schedule: { groups: [{ name: 'office', entries: NIGHT }] },
      limits: { ...LIMITS, throttling },
      hostEvents: [event('fail', 20 * HOUR + MINUTE)],
    });
    const fates = stagedFates({ hibernations: ['hung'], resumes: ['resumed'] });
    const input = { scenario, region: 'north', fleet: aFleet([aKind()], [0, 0]), fates };
    const before = [
      ...BOOT,
      '18:00:00 hibernation-asked',
      '18:00:00 stayed-awake',
      '20:00:00 start-asked',
      '20:00:00 turned-away',
    ];
    // Both are told to ask again when there is one request more; the first one has it.
    expect([0, 1].map((vm) => toldBriefly(input, vm))).toEqual([
      [...before, '22:40:10 host-failed host 0'],
      [...before, '22:40:00 turned-away', '22:40:00 start-failed', '22:40:00 host-failed host 0'],
    ]);
  });
});

describe('a host that is drained', () => {
  it.each(['drain', 'retire'] as const)(
    '(%s) keeps its VMs, and takes none until it is opened again',
    (kind) => {
      const events = [event(kind, 10 * HOUR)];
      expect(lifeOf({ events })).toEqual([...BOOT, ...SLEEP, ...IN_VAIN('20')]);
      const opened = [...events, event('undrain', 19 * HOUR)];
      expect(lifeOf({ events: opened })).toEqual([...BOOT, ...SLEEP, ...RESUME]);
    },
  );
});

describe('a host that joins', () => {
  it('takes nothing before', () => {
    expect(lifeOf({ events: [event('join', 19 * HOUR)] })).toEqual([
      ...IN_VAIN('06'),
      '18:00:00 skipped',
      ...BOOT_AGAIN,
    ]);
  });
});

describe('the hosts that an event is about', () => {
  const types = [aHostType('intel-ice-lake'), aHostType('amd-milan')];
  const clusters = {
    types,
    clusters: [
      clusterOf(40, [0, 1], 'north', 'a'),
      clusterOf(30, [0, 1], 'south', 'b'),
      clusterOf(20, [1], 'north', 'c'),
    ],
  };
  const hostsOf = (region: { name: string; number: number }, hosts: HostEventSpec['hosts'], seed = 3) => {
    const { typeOf, clusterOf: clusterOfHost } = hostTypesOf(clusters.clusters, region, 0, seed);
    const hostEvents = [event('repair', 5), event('fail', 9, hosts), event('drain', 2)];
    const found = hostEventsOf({ hostEvents, clusters, seed }, region.number, typeOf, clusterOfHost);
    expect(found.map(({ kind, atMs, opens }) => [kind, atMs, opens])).toEqual([
      ['drain', 2, false],
      ['repair', 5, true],
      ['fail', 9, false],
    ]);
    return { hosts: found[2]!.hosts, typeOf };
  };
  const north = { name: 'north', number: 0 };
  const south = { name: 'south', number: 1 };
  const drawn = (region: number, host: number) =>
    draw(streamBase(3, STREAMS.hostEvents + 1), region * 2 ** 22 + host) % 1_000_000;
  const upTo = (count: number) => Array.from({ length: count }, (_host, host) => host);

  it('are those of a cluster', () => {
    expect(hostsOf(north, { kind: 'cluster', cluster: 'c' }).hosts).toEqual(
      upTo(20).map((host) => 40 + host),
    );
    expect(hostsOf(south, { kind: 'cluster', cluster: 'b' }).hosts).toEqual(upTo(30));
    expect(hostsOf(south, { kind: 'cluster', cluster: 'a' }).hosts).toEqual([]);
  });

  it.each([north, south])('are drawn by number, in each region for itself: $name', (region) => {
    const count = region === north ? 60 : 30;
    const chosen = upTo(count).filter((host) => drawn(region.number, host) < 400_000);
    expect(hostsOf(region, { kind: 'share', perMillion: 400_000 }).hosts).toEqual(chosen);
    const { hosts, typeOf } = hostsOf(region, { kind: 'type', type: 'amd-milan', perMillion: 400_000 });
    expect(hosts).toEqual(chosen.filter((host) => typeOf[host] === 1));
  });
});

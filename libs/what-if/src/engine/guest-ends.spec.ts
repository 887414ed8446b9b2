import { describe, expect, it } from 'vitest';
import { draw, streamBase } from '../draw.js';
import { STREAMS } from '../fleet/streams.js';
import type { FateKind } from '../guests/guest-fates.js';
import { aMake } from '../guests/testing/guest-makes.js';
import { WORST_FATES } from '../results/scenario-summary.js';
import type { Scenario } from '../scenario.js';
import { aFleet, aHostType, aKind, aScenario, clusterOf, entry, HOUR } from '../testing/a-scenario.js';
import { stagedFates } from '../testing/staged-fates.js';
import { toldBriefly } from '../testing/watched-run.js';
import { runShard } from './run-shard.js';

const ENTRIES = [
  entry('start', 6 * HOUR),
  entry('hibernate', 18 * HOUR),
  entry('start', 20 * HOUR),
  entry('hibernate', 22 * HOUR),
];

/** One VM whose guest ends each hibernation and resume in this way. */
function inputOf(hibernation: FateKind, resume: FateKind, change: Partial<Scenario> = {}) {
  const schedule = { groups: [{ name: 'office', entries: ENTRIES }] };
  return {
    scenario: aScenario({ schedule, ...change }),
    region: 'north',
    fleet: aFleet([aKind({ make: aMake() })], [0]),
    fates: stagedFates({ hibernations: [hibernation], resumes: [resume] }),
  };
}

const BOOT = ['06:00:00 start-asked', '06:00:02 placed host 0', '06:00:12 booted host 0'];
const sleep = (hour: string) => [
  `${hour}:00:00 hibernation-asked`,
  `${hour}:00:00 fell-asleep`,
  `${hour}:00:03 saved`,
];
const RESUME = ['20:00:00 start-asked', '20:00:02 placed host 0', '20:00:06 resumed host 0'];

describe('how guests end', () => {
  it.each([
    ['asleep', 'resumed', 'unharmed', [...BOOT, ...sleep('18'), ...RESUME, ...sleep('22')]],
    ['stopped', 'resumed', 'never-asleep', [...BOOT, ...sleep('18'), ...RESUME, ...sleep('22')]],
    ['asleep', 'degraded', 'degraded', [...BOOT, ...sleep('18'), ...RESUME, ...sleep('22')]],
    ['asleep', 'cold', 'memory-lost', [...BOOT, ...sleep('18'), ...RESUME, ...sleep('22')]],
    ['asleep', 'hung', 'hung', [...BOOT, ...sleep('18'), ...RESUME, '22:00:00 skipped']],
    [
      'refused',
      'resumed',
      'never-asleep',
      [
        ...BOOT,
        ...['18:00:00 hibernation-asked', '18:00:00 stayed-awake', '20:00:00 skipped'],
        ...['22:00:00 hibernation-asked', '22:00:00 stayed-awake'],
      ],
    ],
    [
      'hung',
      'resumed',
      'hung',
      [
        ...BOOT,
        ...['18:00:00 hibernation-asked', '18:00:00 stayed-awake'],
        // It is started anew on the host that it has.
        ...['20:00:00 start-asked', '20:00:10 booted host 0'],
        ...['22:00:00 hibernation-asked', '22:00:00 stayed-awake'],
      ],
    ],
  ] as const)('a hibernation ends %s, a resume %s: at worst %s', (hibernation, resume, worst, expected) => {
    const input = inputOf(hibernation, resume);
    expect(toldBriefly(input)).toEqual(expected);
    const { vmsByWorst } = runShard(input);
    expect(Object.fromEntries(WORST_FATES.map((fate, at) => [fate, vmsByWorst[at]]))).toEqual(
      Object.fromEntries(WORST_FATES.map((fate) => [fate, fate === worst ? 1 : 0])),
    );
  });

  it.each(['asleep', 'stopped'] as const)('a VM that is %s is off its host, which others get', (kind) => {
    const fleet = aFleet([aKind({ vcpus: 16, group: 0 }), aKind({ vcpus: 16, group: 1 })], [0, 1]);
    const groups = [
      { name: 'office', entries: ENTRIES.slice(0, 2) },
      { name: 'night', entries: [entry('start', 19 * HOUR)] },
    ];
    const input = { ...inputOf(kind, 'resumed', { schedule: { groups } }), fleet };
    expect(toldBriefly(input, 1)).toEqual([
      '19:00:00 start-asked',
      '19:00:02 placed host 0',
      '19:00:12 booted host 0',
    ]);
    const { hostsUsed, hibernated } = runShard(input).series!.counts;
    expect([hostsUsed[18], hibernated[18]]).toEqual([0, 1]);
  });

  it.each([
    ['resumed', ['23:00:02 placed host 0', '23:00:06 resumed host 0']],
    ['cold', ['23:00:02 no-host', '23:01:04 no-host', '23:03:06 no-host', '23:03:06 start-failed']],
  ] as const)(
    'CONSIDER-7 a kernel that moved to a newer host comes back on an old one if it %s there',
    (resume, expected) => {
      const entries = [...ENTRIES, entry('start', 23 * HOUR)];
      const on = (kind: 'drain' | 'undrain', atMs: number, cluster: string) => ({
        kind,
        atMs,
        hosts: { kind: 'cluster' as const, cluster },
      });
      const input = inputOf('asleep', resume, {
        schedule: { groups: [{ name: 'office', entries }] },
        clusters: {
          types: [aHostType('intel-cascade-lake'), aHostType('intel-sapphire-rapids')],
          clusters: [clusterOf(1, [0], 'north', 'old'), clusterOf(1, [1], 'north', 'new')],
        },
        hostEvents: [
          on('drain', 19 * HOUR, 'old'),
          on('undrain', 22.5 * HOUR, 'old'),
          on('drain', 22.5 * HOUR, 'new'),
        ],
      });
      expect(toldBriefly(input)).toEqual([
        ...BOOT,
        ...sleep('18'),
        ...['20:00:00 start-asked', '20:00:02 placed host 1', '20:00:06 resumed host 1'],
        ...sleep('22'),
        ...['23:00:00 start-asked', ...expected],
      ]);
    },
  );

  it('take the time that their fates tell, and that of the image, which scatters from day to day', () => {
    const noise = { steady: [1, 1.5, 2, 4], burstable: [9] };
    const input = inputOf('asleep', 'resumed', { durations: { kind: 'modelled', noise } });
    const { ms, imageMib, bytesPerSecond } = input.fates.fates;
    const takes = (fate: number, stream: number) => {
      const factor = noise.steady[draw(streamBase(input.scenario.seed, stream), 0) % 4]!;
      return ms[fate]! + Math.ceil(((imageMib[fate]! * 2 ** 20 * 1000) / bytesPerSecond[fate]!) * factor);
    };
    const state = input.fates.boot(0, 0);
    const saving = input.fates.hibernate(state, 0);
    const resuming = input.fates.resume(input.fates.fates.next[saving]!, 0, 0);
    const acts = runShard({ ...input, watch: 0 }).watched!;
    const at = (act: string) => acts.find((each) => each.act === act)!.atMs;
    expect([at('saved') - at('fell-asleep'), at('resumed') - at('start-asked') - 14 * HOUR]).toEqual([
      takes(saving, STREAMS.writeNoise),
      takes(resuming, STREAMS.readNoise) + input.scenario.limits.placementMs,
    ]);
  });
});

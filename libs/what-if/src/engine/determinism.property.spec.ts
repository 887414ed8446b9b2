import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NEVER } from '../fleet/fleet.js';
import { generateFleet } from '../fleet/generate-fleet.js';
import type { GeneratedFleet, Scenario } from '../scenario.js';
import { aHostType, aScenario, clusterOf, entry, HOUR, LIMITS } from '../testing/a-scenario.js';
import { drawnRun } from '../testing/drawn-run.js';
import { Drawn } from '../testing/drawn.js';
import { runShard } from './run-shard.js';

/** fast-check prints the seed with every counterexample. */
const RUNS = { seed: 20_261_129, numRuns: 20 };

const TWO_REGIONS: GeneratedFleet = {
  kind: 'generated',
  vms: 301,
  groups: [
    { weight: 3, value: 'office' },
    { weight: 1, value: 'night' },
  ],
  sizes: {
    kind: 'by-vcpu',
    vcpus: [
      { weight: 2, value: 2 },
      { weight: 1, value: 4 },
    ],
    gibPerVcpu: [
      { weight: 1, value: 2 },
      { weight: 1, value: 4 },
    ],
  },
  pinnedPercent: 40,
  regions: [
    { weight: 2, value: 'north' },
    { weight: 1, value: 'south' },
  ],
  tenants: 5,
};

function twoRegions(seed: number, northHosts: number): Scenario {
  const window = { fromMs: 6 * HOUR, withinMs: HOUR };
  const asleep = { fromMs: 18 * HOUR, withinMs: HOUR };
  return aScenario({
    seed,
    days: 2,
    fleet: TWO_REGIONS,
    clusters: {
      types: [aHostType('intel-cascade-lake'), aHostType('intel-ice-lake')],
      clusters: [clusterOf(northHosts, [0, 1], 'north'), clusterOf(30, [0, 1], 'south')],
    },
    schedule: {
      groups: ['office', 'night'].map((name) => ({
        name,
        entries: [
          entry('start', 0, { window }),
          entry('hibernate', 0, { window: asleep, offsetStream: 6 }),
          entry('start', 0, { window: { fromMs: 30 * HOUR, withinMs: HOUR }, offsetStream: 7 }),
        ],
      })),
    },
    limits: { ...LIMITS, workers: { kind: 'exactly', count: 2 } },
    hostEvents: [{ kind: 'fail', atMs: 12 * HOUR, hosts: { kind: 'share', perMillion: 300_000 } }],
  });
}

function regionOf(scenario: Scenario, region: string) {
  const fleet = generateFleet(scenario, TWO_REGIONS, region);
  return runShard({ scenario, region, fleet, keepsVms: true });
}

describe('a run', () => {
  it('gives the same again, all of it', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const run = () => runShard({ ...drawnRun(new Drawn(seed), 30), keepsVms: true });
        expect(run()).toEqual(run());
      }),
      { ...RUNS, numRuns: 3 },
    );
  });

  it('with another seed gives something else', () => {
    const digests = [1, 2, 3, 4, 5].map((seed) => regionOf(twoRegions(seed, 20), 'north').sums.digest);
    expect(new Set(digests).size).toBe(5);
  });

  it('of one region is the same whatever the hosts of the others are', () => {
    const south = [1, 20, 50].map((hosts) => regionOf(twoRegions(9, hosts), 'south'));
    expect(south[0]!.sums.resumesOk).toBeGreaterThan(50);
    expect(south[1]).toEqual(south[0]);
    expect(south[2]).toEqual(south[0]);
  });
});

describe('what a VM is like', () => {
  it('is told by its number, not by the region that it is counted in', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 400 }), (seed, vms) => {
        const scenario = { ...twoRegions(seed, 1), seed };
        const kindsIn = (regions: GeneratedFleet['regions']) =>
          regions.flatMap(({ value }) => {
            const { kinds, kindOf, nameOf } = generateFleet(
              scenario,
              { ...TWO_REGIONS, vms, regions },
              value,
            );
            return Array.from(kindOf, (kind, index) => ({ name: nameOf(index), ...kinds[kind] }));
          });
        expect(kindsIn(TWO_REGIONS.regions)).toEqual(kindsIn([{ weight: 1, value: 'all' }]));
      }),
      RUNS,
    );
  });

  it('and when it starts: VMs that are told of in parts start when they would together', () => {
    const scenario = twoRegions(4, 20);
    const whole = generateFleet(
      scenario,
      { ...TWO_REGIONS, vms: 40, regions: [{ weight: 1, value: 'north' }] },
      'north',
    );
    const parts = ['north', 'south'].map((region) =>
      generateFleet(scenario, { ...TWO_REGIONS, vms: 40 }, region),
    );
    const firstStarts = (fleet: typeof whole) =>
      Array.from({ length: fleet.vms }, (_vm, vm) => {
        const [first] = runShard({
          scenario: { ...scenario, schedule: onlyFirst(scenario), hostEvents: [] },
          region: 'north',
          fleet: { ...fleet, leavesMs: new Uint32Array(fleet.vms).fill(NEVER) },
          watch: vm,
        }).watched!;
        return first!.atMs;
      });
    expect(parts.map(firstStarts).flat()).toEqual(firstStarts(whole));
  });
});

function onlyFirst({ schedule }: Scenario): Scenario['schedule'] {
  return { groups: schedule.groups.map(({ name, entries }) => ({ name, entries: entries.slice(0, 1) })) };
}

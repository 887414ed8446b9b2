import { describe, expect, it } from 'vitest';
import type { Scenario } from '#libs/what-if';
import { canonicalJson } from './canonical-json.js';
import { expand } from './expand.js';
import { scenarioSha256 } from './scenario-hash.js';
import { experimentOf, scenarioOf, SMALL } from './testing/an-experiment.js';

const AXES = `
axes:
  policy: { azure: azure, pinned: { extends: local-hyperv, devices: { scsi: azure } } }
  when:
    together: {}
    staggered: { schedule: { groups: { office: { start: { stagger: { by: tenant, over: 1h, every: 10m } } } } } }
  seed: [2, 1]
`;

const scenarios = expand(experimentOf(`${SMALL}${AXES}`));

const told = ({ name, options, seed, guests, schedule }: Scenario) => ({
  name,
  options,
  seed,
  policy: guests?.policy.name,
  stagger: schedule.groups[0]?.entries.find(({ stagger }) => stagger !== undefined)?.stagger,
});

describe('expanding an experiment', () => {
  it('gives every combination, the first axis varying slowest', () => {
    expect(scenarios.map(({ name }) => name)).toEqual([
      'azure, together, 2',
      'azure, together, 1',
      'azure, staggered, 2',
      'azure, staggered, 1',
      'pinned, together, 2',
      'pinned, together, 1',
      'pinned, staggered, 2',
      'pinned, staggered, 1',
    ]);
  });

  it('works in the patch of each option', () => {
    expect(told(scenarios[6]!)).toEqual({
      name: 'pinned, staggered, 2',
      options: { policy: 'pinned', when: 'staggered', seed: '2' },
      seed: 2,
      policy: 'local-hyperv-changed',
      stagger: { by: 'tenant', slots: 6, everyMs: 600_000 },
    });
    expect(told(scenarios[1]!)).toEqual({
      name: 'azure, together, 1',
      options: { policy: 'azure', when: 'together', seed: '1' },
      seed: 1,
      policy: 'azure',
      stagger: undefined,
    });
  });

  it('without axes gives one scenario', () => {
    expect(scenarioOf(SMALL)).toMatchObject({ name: 'all', options: {} });
  });

  it('shares among scenarios what is equal', () => {
    const fleets = new Set(scenarios.map(({ fleet }) => fleet));
    const schedules = new Set(scenarios.map(({ schedule }) => schedule));
    expect([fleets.size, schedules.size]).toEqual([1, 2]);
  });

  it('lets an axis replace mixes and take members away', () => {
    const axes = `
axes:
  fleet.groups: { office: { office: 1 }, both: { night: 1, office: 2 } }
  rest:
    guests: { policy: azure }
    none: { policy: null }
`;
    const night = {
      'scenario.schedule.groups.night.firstStart': '{from: 20:00, within: 1h}',
      policy: 'azure',
    };
    const found = expand(experimentOf(`${SMALL}${axes}`, { overrides: night }));
    expect(
      found.map(({ name, fleet, guests }) => [name, 'groups' in fleet && fleet.groups, guests?.policy.name]),
    ).toEqual([
      ['office, guests', [{ weight: 1, value: 'office' }], 'azure'],
      ['office, none', [{ weight: 1, value: 'office' }], undefined],
      [
        'both, guests',
        [
          { weight: 1, value: 'night' },
          { weight: 2, value: 'office' },
        ],
        'azure',
      ],
      [
        'both, none',
        [
          { weight: 1, value: 'night' },
          { weight: 2, value: 'office' },
        ],
        undefined,
      ],
    ]);
  });

  it('takes thousands of scenarios', () => {
    const seeds = Array.from({ length: 2_000 }, (_, seed) => seed);
    const { scenarios: all } = experimentOf(
      `${SMALL}axes: { seed: [${seeds.join()}], days: [1, 2, 3, 4, 5] }`,
    );
    const fleets = new Set(all.map(({ fleet }) => fleet));
    expect([all.length, all.at(-1)?.name, fleets.size]).toEqual([10_000, '1999, 5', 1]);
  });
});

describe('the hash of a scenario', () => {
  it('does not depend on the order of members, nor on how the experiment is written', () => {
    const scenario = scenarioOf(SMALL);
    const reversed = Object.fromEntries(Object.entries(scenario).toReversed()) as unknown as Scenario;
    const other = SMALL.replace('name: small', 'question: Who?\nname: other').replace('1h', '60m');
    expect([scenarioSha256(reversed), scenarioSha256(scenarioOf(other))]).toEqual([
      scenarioSha256(scenario),
      scenarioSha256(scenario),
    ]);
  });

  it('differs where anything does', () => {
    const hashes = scenarios.map(scenarioSha256);
    expect(new Set(hashes).size).toBe(scenarios.length);
    expect(hashes[0]).toMatch(/^[0-9a-f]{64}$/);
  });

  it('is of JSON with sorted names and no spaces', () => {
    expect(canonicalJson({ b: [1, { d: null, c: undefined }], a: 'x"y', '1': true })).toBe(
      '{"1":true,"a":"x\\"y","b":[1,{"d":null}]}',
    );
  });
});

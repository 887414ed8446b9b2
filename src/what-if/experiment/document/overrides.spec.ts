import { describe, expect, it } from 'vitest';
import { expand } from '../expand.js';
import { experimentOf, issuesOf, scenarioOf, SMALL } from '../testing/an-experiment.js';

const TEXT = `${SMALL}
parameters:
  vms: { sets: fleet.vms, about: Number of VMs }
  placement:
    sets: [placement.order, scenario.placement.strategy]
    values: { live: live }
  order: { sets: placement.order, values: { 1: best-fit, 2: oldest-type-first }, default: 1 }
  weeks: { sets: axes.seed }
`;

describe('--set', () => {
  it.each([
    ['vms', '250', { fleet: { vms: 250 } }],
    ['order', '2', { placement: { order: 'oldest-type-first' } }],
    ['seed', '7', { seed: 7 }],
    ['scenario.seed', '7', { seed: 7 }],
    ['fleet.pinnedPercent', '20', { fleet: { pinnedPercent: 20 } }],
    ['limits.workers', '{perVms: 10}', { limits: { workers: { kind: 'per-vms', vms: 10, atLeast: 1 } } }],
    ['limits.retryAfter', '90s', { limits: { retryAfterMs: 90_000 } }],
    ['clusters.types.only.vcpus', '48', { clusters: { types: [{ name: 'only', vcpus: 48 }] } }],
    [
      'fleet.machines.size',
      '{Standard_D4s_v5: 1}',
      { fleet: { sizes: { mix: [{ value: { size: { vcpus: 4 } } }] } } },
    ],
    ['guests.images', '{ubuntu-22.04: 1}', { guests: { profiles: [{ value: { name: 'ubuntu-22.04' } }] } }],
    ['guests.images.debian-12', '5', { guests: { profiles: [{ weight: 5, value: { name: 'debian-12' } }] } }],
  ])('%s=%s', (path, value, expected) => {
    expect(scenarioOf(TEXT, { overrides: { [path]: value } })).toMatchObject(expected);
  });

  it('of several works in all of them, in their order', () => {
    const overrides = { order: '2', 'placement.order': 'live', vms: '3', 'fleet.vms': '4' };
    expect(scenarioOf(TEXT, { overrides })).toMatchObject({
      placement: { order: 'live' },
      fleet: { vms: 4 },
    });
  });

  it('without a value takes the default, which stands over what is written', () => {
    expect(scenarioOf(TEXT)).toMatchObject({ placement: { order: 'best-fit' } });
  });

  it('of a parameter that sets an axis', () => {
    const experiment = experimentOf(TEXT, { overrides: { weeks: '[5, 6]' } });
    expect(expand(experiment).map(({ name, seed }) => [name, seed])).toEqual([
      ['5', 5],
      ['6', 6],
    ]);
  });

  it.each([
    ['nope', '1', 'nope: there is no such parameter or member; parameters are vms, placement, order, weeks'],
    ['order', '3', 'order: must be one of 1, 2'],
    ['vms', '0', 'scenario.fleet.vms: must be a whole number from 1 to 50000000'],
    ['fleet.nope', '1', 'scenario.fleet.nope: there is no such member'],
    ['scenario.nope.deep', '1', 'scenario.nope: there is no such member'],
    ['name.first', 'x', 'name.first: name.first is inside of a plain value, or not in the list'],
    ['vms', '{', 'vms: must be a value in YAML, such as 10m or {office: 1}'],
  ])('%s=%s is an issue', (path, value, issue) => {
    expect(issuesOf(TEXT, { overrides: { [path]: value } })).toEqual([issue]);
  });

  it('is worked into the text, which gives the same scenarios when it is read again', () => {
    const overrides = {
      order: '2',
      vms: '12',
      'guests.kernels': '{"6.8": 1, 6.10: 3}',
      'fleet.machines.dataDisks': '{2: 1, 0: 3}',
      'axes.days': '[1, 2]',
    };
    const experiment = experimentOf(TEXT, { overrides });
    expect(expand(experimentOf(experiment.text))).toEqual(expand(experiment));
    expect(experimentOf(experiment.text).text).toBe(experiment.text);
  });

  it('can be used again on a text that it was worked into', () => {
    const { text } = experimentOf(TEXT, { overrides: { order: '2', vms: '12' } });
    expect(scenarioOf(text, { overrides: { 'placement.order': 'live', vms: '13' } })).toMatchObject({
      placement: { order: 'live' },
      fleet: { vms: 13 },
    });
  });
});

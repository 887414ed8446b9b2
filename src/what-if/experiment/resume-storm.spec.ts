import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { draw, streamBase, type GroupSchedule } from '#libs/what-if';
import { loadCatalogue } from '../../catalogue/load-catalogue.js';
import { expand } from './expand.js';
import { readExperiment } from './read-experiment.js';

const TEXT = readFileSync(new URL('../../../examples/what-if/resume-storm.yaml', import.meta.url), 'utf8');

function scenarioWith(settings: Readonly<Record<string, string>> = {}) {
  const overrides = Object.entries(settings).map(([path, value]) => ({ path, value }));
  const reading = readExperiment(TEXT, overrides, loadCatalogue());
  if (reading.kind === 'invalid') throw new Error(JSON.stringify(reading.issues, null, 1));
  const [scenario, ...others] = expand(reading.experiment);
  expect(others).toEqual([]);
  return scenario!;
}

/** The calendar of a VM as the workload prints it: `S0@31914370 H@63590567`. */
function calendar({ entries }: GroupSchedule, seed: number, vm: number): string {
  return entries
    .map(({ act, window, spike, offsetStream }, step) => {
      const drawn = (stream: number) => draw(streamBase(seed, stream), vm);
      const { fromMs, withinMs } = spike && drawn(spike.stream) % 100 < spike.percent ? spike.window : window;
      return `${act === 'start' ? `S${step}` : 'H'}@${fromMs + (drawn(offsetStream) % withinMs)}`;
    })
    .join(' ');
}

describe('the comparison workload as an experiment', () => {
  it('has mixes in the order of the draw', () => {
    const { fleet, clusters } = scenarioWith();
    expect(fleet).toEqual({
      kind: 'generated',
      vms: 10_000,
      groups: [
        { weight: 70, value: 'office' },
        { weight: 15, value: 'night' },
        { weight: 15, value: 'always' },
      ],
      sizes: {
        kind: 'by-vcpu',
        vcpus: [
          { weight: 40, value: 2 },
          { weight: 30, value: 4 },
          { weight: 18, value: 8 },
          { weight: 9, value: 16 },
          { weight: 3, value: 32 },
        ],
        gibPerVcpu: [
          { weight: 60, value: 4 },
          { weight: 25, value: 8 },
          { weight: 15, value: 2 },
        ],
      },
      pinnedPercent: 20,
      regions: [{ weight: 1, value: 'eastus' }],
      tenants: 1,
    });
    const facts = clusters.types.map(({ name, vcpus, memoryMib, generation }) =>
      [
        name,
        generation.processorVendor,
        generation.processorRank,
        generation.hypervLevel,
        vcpus,
        memoryMib / 1_024,
      ].join(' '),
    );
    expect(facts).toEqual([
      'T0 Intel 1 1 48 224',
      'T1 Intel 2 1 64 320',
      'T2 Intel 2 2 64 320',
      'T3 Intel 3 2 96 480',
    ]);
    expect(clusters.clusters).toEqual([
      {
        name: 'eastus',
        region: 'eastus',
        hosts: { kind: 'per-vms', vms: 13, atLeast: 8 },
        mix: [25, 30, 25, 20].map((weight, value) => ({ weight, value })),
      },
    ]);
  });

  it.each([
    ['office', 0, 'S0@31914370 H@63590567 S2@112546888 H@150609977 S4@201180959 H@243010938'],
    ['office', 1, 'S0@25681875 H@63354937 S2@115320078 H@150338691 S4@205232710 H@239685515'],
    ['always', 2, 'S0@4092476'],
    ['night', 3, 'S0@77367618 H@116278900 S2@163597216 H@210131785 S4@248375291'],
    ['night', 4, 'S0@74728212 H@122888672 S2@161250796 H@205546309 S4@249374528'],
    ['office', 5, 'S0@25617516 H@67294015 S2@121113901 H@150099850 S4@199512085 H@234069221'],
    ['office', 6, 'S0@32474777 H@63604670 S2@118611932 H@151431586 S4@205488613 H@234012582'],
    ['office', 7, 'S0@31635144 H@62596689 S2@119006508 H@154134396 S4@205249191 H@238611426'],
  ])('gives a VM of group %s, number %i, the calendar of the workload document', (group, vm, expected) => {
    const { schedule, seed } = scenarioWith();
    const found = schedule.groups.find(({ name }) => name === group);
    expect(calendar(found!, seed, vm)).toBe(expected);
  });

  it('has the limits and durations of the workload', () => {
    const { limits, durations, placement, days } = scenarioWith();
    expect({ limits, durations, placement, days }).toEqual({
      limits: {
        workers: { kind: 'per-vms', vms: 1_000, atLeast: 1 },
        placementMs: 2_000,
        placementAttempts: 5,
        retryAfterMs: 60_000,
        startsPerHost: 4,
      },
      durations: {
        kind: 'linear',
        bootMs: 15_000,
        resume: { fixedMs: 2_000, perGibMs: 150 },
        save: { fixedMs: 1_000, perGibMs: 60 },
      },
      placement: { order: 'best-fit', strategy: 'pack' },
      days: 3,
    });
  });

  it('takes its four parameters', () => {
    const { fleet, seed, placement, schedule } = scenarioWith({
      vms: '100000',
      seed: '7',
      policy: '2',
      baseline: 'true',
    });
    expect(fleet).toMatchObject({ vms: 100_000 });
    expect({ seed, order: placement.order }).toEqual({ seed: 7, order: 'oldest-type-first' });
    expect(schedule.groups.map(({ entries }) => entries.map(({ act }) => act))).toEqual([
      ['start'],
      ['start'],
      ['start'],
    ]);
    expect(scenarioWith({ policy: '1', baseline: 'false' })).toEqual(scenarioWith());
  });
});

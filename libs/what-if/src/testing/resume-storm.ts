import type { HostGeneration } from '#libs/hosts';
import type { CalendarEntry, GroupSchedule, HostType, Scenario } from '../scenario.js';

const HOUR = 3_600_000;
const MIN = 60_000;
const DAY = 24 * HOUR;

export interface ResumeStorm {
  readonly vms: number;
  readonly seed?: number;
  readonly policy?: 1 | 2;
  /** Nobody hibernates: every VM has its first start alone. */
  readonly baseline?: boolean;
}

/** The comparison workload (bench/resume-storm-workload.md) as a scenario. */
export function resumeStorm({ vms, seed = 20240607, policy = 1, baseline = false }: ResumeStorm): Scenario {
  return {
    name: 'all',
    options: {},
    seed,
    days: 3,
    fleet: {
      kind: 'generated',
      vms,
      groups: mix({ office: 70, night: 15, always: 15 }),
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
      regions: [{ weight: 1, value: 'region' }],
      tenants: 1,
    },
    clusters: {
      types: [type('T0', 1, 1, 48), type('T1', 2, 1, 64), type('T2', 2, 2, 64), type('T3', 3, 2, 96)],
      clusters: [
        {
          name: 'cluster',
          region: 'region',
          hosts: { kind: 'per-vms', vms: 13, atLeast: 8 },
          mix: [25, 30, 25, 20].map((weight, value) => ({ weight, value })),
        },
      ],
    },
    schedule: { groups: baseline ? groups().map(firstStartOnly) : groups() },
    placement: { order: policy === 1 ? 'best-fit' : 'oldest-type-first', strategy: 'pack' },
    limits: {
      workers: { kind: 'per-vms', vms: 1000, atLeast: 1 },
      placementMs: 2000,
      placementAttempts: 5,
      retryAfterMs: 60_000,
      startsPerHost: 4,
    },
    durations: {
      kind: 'linear',
      bootMs: 15_000,
      resume: { fixedMs: 2000, perGibMs: 150 },
      save: { fixedMs: 1000, perGibMs: 60 },
    },
    faults: [],
    hostEvents: [],
    seriesStepMs: 0,
  };
}

function groups(): readonly GroupSchedule[] {
  return [
    {
      name: 'office',
      entries: [
        start(6 * HOUR, 4 * HOUR, 5),
        ...[0, 1, 2].flatMap((day) => [
          ...(day === 0
            ? []
            : [
                {
                  ...start(day * DAY + 7 * HOUR, 3 * HOUR, 8 + 3 * day),
                  spike: {
                    percent: 60,
                    stream: 7 + 3 * day,
                    window: { fromMs: day * DAY + 9 * HOUR - 5 * MIN, withinMs: 10 * MIN },
                  },
                },
              ]),
          hibernate(day * DAY + 17 * HOUR, 3 * HOUR, 6 + 3 * day),
        ]),
      ],
    },
    {
      name: 'night',
      entries: [
        start(20 * HOUR, 2 * HOUR, 5),
        ...[1, 2].flatMap((day) => [
          hibernate(day * DAY + 8 * HOUR, 3 * HOUR, 6 + 3 * day),
          start(day * DAY + 20 * HOUR, 2 * HOUR, 8 + 3 * day),
        ]),
      ],
    },
    { name: 'always', entries: [start(0, 6 * HOUR, 5)] },
  ];
}

function firstStartOnly({ name, entries }: GroupSchedule): GroupSchedule {
  return { name, entries: entries.slice(0, 1) };
}

function start(fromMs: number, withinMs: number, offsetStream: number): CalendarEntry {
  return { act: 'start', window: { fromMs, withinMs }, offsetStream };
}

function hibernate(fromMs: number, withinMs: number, offsetStream: number): CalendarEntry {
  return { act: 'hibernate', window: { fromMs, withinMs }, offsetStream };
}

function type(name: string, processorRank: number, hypervLevel: number, vcpus: number): HostType {
  const generation: HostGeneration = {
    name,
    processorVendor: 'Intel',
    processorModel: `generation ${processorRank}`,
    processorRank,
    hypervLevel,
    configurationVersions: ['10.0'],
    vmbusVersions: ['5.3'],
  };
  const memoryMib = { 48: 224, 64: 320, 96: 480 }[vcpus]! * 1024;
  return { name, generation, vcpus, memoryMib, vfSlots: 0 };
}

function mix(shares: Readonly<Record<string, number>>) {
  return Object.entries(shares).map(([value, weight]) => ({ weight, value }));
}

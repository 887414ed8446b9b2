import { HOST_GENERATIONS, type HostGenerationName } from '#libs/hosts';
import type { HostDemand } from '../engine/host-demand.js';
import { NEVER, type Fleet, type VmKind } from '../fleet/fleet.js';
import type { CalendarEntry, HostType, LimitsSpec, Scenario } from '../scenario.js';

export const HOUR = 3_600_000;
export const MINUTE = 60_000;
export const SECOND = 1000;
const MIB_PER_GIB = 1024;

/** A type of host by the name of its generation: 16 vCPUs, 64 GiB, four VF slots. */
export function aHostType(name: HostGenerationName, change: Partial<HostType> = {}): HostType {
  const size = { vcpus: 16, memoryMib: 64 * MIB_PER_GIB, vfSlots: 4 };
  return { name, generation: HOST_GENERATIONS[name], ...size, ...change };
}

/** A kind of VM: 4 vCPUs and 16 GiB, of the first group. */
export function aKind(change: Partial<VmKind> = {}): VmKind {
  return { group: 0, isPinned: false, vcpus: 4, memoryMib: 16 * MIB_PER_GIB, vfSlots: 0, ...change };
}

/** VMs of these kinds, as listed. */
export function aFleet(
  kinds: readonly VmKind[],
  kindOf: readonly number[],
  change: Partial<Fleet> = {},
): Fleet {
  return {
    vms: kindOf.length,
    firstVm: 0,
    kinds,
    kindOf: Uint16Array.from(kindOf),
    nameOf: (index) => `vm-${index}`,
    ...change,
  };
}

/** One entry of times per VM; `NEVER` where none is given. */
export function timesOf(times: readonly (number | undefined)[]): Uint32Array {
  return Uint32Array.from(times, (time) => time ?? NEVER);
}

export function entry(
  act: CalendarEntry['act'],
  fromMs: number,
  change: Partial<CalendarEntry> = {},
): CalendarEntry {
  return { act, window: { fromMs, withinMs: 1 }, offsetStream: 5, ...change };
}

export const LIMITS: LimitsSpec = {
  workers: { kind: 'exactly', count: 100 },
  placementMs: 2 * SECOND,
  placementAttempts: 3,
  retryAfterMs: MINUTE,
  startsPerHost: 100,
};

/** One day in region `north`: one host, VMs that start at 6:00, with a row of the series for every hour. */
export function aScenario(change: Partial<Scenario> = {}): Scenario {
  return {
    name: 'all',
    options: {},
    seed: 7,
    days: 1,
    fleet: {
      kind: 'generated',
      vms: 1,
      groups: [{ weight: 1, value: 'office' }],
      sizes: { kind: 'by-vcpu', vcpus: [{ weight: 1, value: 4 }], gibPerVcpu: [{ weight: 1, value: 4 }] },
      pinnedPercent: 0,
      regions: [{ weight: 1, value: 'north' }],
      tenants: 3,
    },
    clusters: { types: [aHostType('intel-ice-lake')], clusters: [clusterOf(1)] },
    schedule: { groups: [{ name: 'office', entries: [entry('start', 6 * HOUR)] }] },
    placement: { order: 'live', strategy: 'pack' },
    limits: LIMITS,
    durations: {
      kind: 'linear',
      bootMs: 10 * SECOND,
      resume: { fixedMs: 4 * SECOND, perGibMs: 0 },
      save: { fixedMs: 3 * SECOND, perGibMs: 0 },
    },
    faults: [],
    hostEvents: [],
    seriesStepMs: HOUR,
    ...change,
  };
}

/** A cluster of so many hosts of the first type, or of the types at these indexes in equal shares. */
export function clusterOf(
  count: number,
  types: readonly number[] = [0],
  region = 'north',
  name = `of-${region}`,
) {
  return {
    name,
    region,
    hosts: { kind: 'exactly' as const, count },
    mix: types.map((value) => ({ weight: 1, value })),
  };
}

/** What a search for hosts asks, of any type. */
export function aDemand(change: Partial<HostDemand> = {}): HostDemand {
  return { types: -1, first: 0, second: 0, vfSlots: 0, except: -1, ...change };
}

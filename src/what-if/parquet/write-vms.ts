import { WORST_FATES, type FateCause, type Fleet, type VmColumns } from '#libs/what-if';
import type { ColumnValues } from './column-pages.js';
import type { TableColumn } from './table-column.js';
import { writeTable } from './table-file.js';

/** The VMs of one region, and what became of them. */
export interface RegionOutcome {
  readonly region: string;
  readonly fleet: Fleet;
  readonly vms: VmColumns;
  /** What `vms.cause` stands for. */
  readonly causes: readonly FateCause[];
  /** The tenant of the VM with this index. */
  readonly tenantOf: (index: number) => number;
  /** Absent: `tenant-7`. */
  readonly tenantName?: (tenant: number) => string;
}

/** Columns of the table of VMs, in their order. */
export const VM_COLUMNS = [
  { name: 'vm', type: 'count' },
  { name: 'name', type: 'text' },
  { name: 'region', type: 'text' },
  { name: 'group', type: 'text' },
  { name: 'size', type: 'text', isNullable: true },
  { name: 'image', type: 'text', isNullable: true },
  { name: 'kernel', type: 'text', isNullable: true },
  { name: 'tenant', type: 'text' },
  { name: 'worst', type: 'text' },
  { name: 'causeRule', type: 'text', isNullable: true },
  { name: 'causeSummary', type: 'text', isNullable: true },
  { name: 'boots', type: 'count' },
  { name: 'hibernations', type: 'count' },
  { name: 'resumes', type: 'count' },
  { name: 'failedStarts', type: 'count' },
  { name: 'longestReadyMs', type: 'count' },
  { name: 'runningSeconds', type: 'count' },
  { name: 'usd', type: 'real', isNullable: true },
  { name: 'lastHost', type: 'count', isNullable: true },
] as const satisfies readonly TableColumn[];

const SECONDS_PER_HOUR = 3600;

/**
 * Writes one row per VM as Parquet, regions in the order given, VMs by number. `groups` are the names of the schedule's
 * groups, `facts` become key-value metadata. Sizes, images and prices that nobody knows are null. Regions may be made
 * one by one, while they are written. Errors are those of the file system.
 */
export async function writeVms(
  path: string,
  groups: readonly string[],
  regions: Iterable<RegionOutcome> | AsyncIterable<RegionOutcome>,
  facts: Readonly<Record<string, string>> = {},
): Promise<void> {
  await writeTable(path, VM_COLUMNS, facts, async (table) => {
    for await (const region of regions) {
      const values = columnsOf(region, groups);
      await table.append(
        region.vms.count,
        VM_COLUMNS.map(({ name }) => values[name]),
      );
    }
  });
}

type ColumnName = (typeof VM_COLUMNS)[number]['name'];

function columnsOf(
  { region, fleet, vms, causes, tenantOf, tenantName }: RegionOutcome,
  groups: readonly string[],
): Record<ColumnName, ColumnValues> {
  const { kinds } = fleet;
  const { kindOf } = vms;
  const ofKind = (texts: readonly (string | undefined)[]): ColumnValues =>
    codedBy((vm) => kindOf[vm]!, texts);
  const ofCause = (texts: readonly (string | undefined)[]): ColumnValues =>
    codedBy((vm) => vms.cause[vm]!, texts);
  const usdPerSecond = Float64Array.from(
    kinds,
    ({ make }) => (make?.usdPerHour ?? Number.NaN) / SECONDS_PER_HOUR,
  );
  return {
    vm: { kind: 'sequence', first: fleet.firstVm },
    name: { kind: 'texts', textAt: (vm) => fleet.nameOf(vm) },
    region: { kind: 'coded', codeAt: () => 0, textOf: () => region },
    group: ofKind(kinds.map(({ group }) => groups[group] ?? String(group))),
    size: ofKind(kinds.map(({ make }) => make?.size.name)),
    image: ofKind(kinds.map(({ make }) => make?.profile?.name)),
    kernel: ofKind(kinds.map(({ make }) => make?.profile?.kernelVersion)),
    tenant: {
      kind: 'coded',
      codeAt: tenantOf,
      textOf: tenantName ?? ((tenant) => `tenant-${tenant}`),
    },
    worst: codedBy((vm) => vms.worst[vm]!, WORST_FATES),
    causeRule: ofCause(causes.map(({ rule }) => rule)),
    causeSummary: ofCause(causes.map(({ summary }) => summary)),
    boots: numbers(vms.boots),
    hibernations: numbers(vms.hibernations),
    resumes: numbers(vms.resumes),
    failedStarts: numbers(vms.failedStarts),
    longestReadyMs: numbers(vms.longestReadyMs),
    runningSeconds: numbers(vms.runningSeconds),
    usd: { kind: 'numbers', numberAt: (vm) => usdPerSecond[kindOf[vm]!]! * vms.runningSeconds[vm]! },
    lastHost: {
      kind: 'numbers',
      numberAt: (vm) => (vms.lastHost[vm]! < 0 ? Number.NaN : vms.lastHost[vm]!),
    },
  };
}

function numbers(column: Uint8Array | Uint32Array): ColumnValues {
  return { kind: 'numbers', numberAt: (vm) => column[vm]! };
}

/** Equal texts of several codes become one; a code without a text, and a negative one, is null. */
function codedBy(codeAt: (vm: number) => number, texts: readonly (string | undefined)[]): ColumnValues {
  const distinct = [...new Set(texts.filter((text) => text !== undefined))];
  const places = new Map(distinct.map((text, place) => [text, place]));
  const placeOf = Int32Array.from(texts, (text) => (text === undefined ? -1 : places.get(text)!));
  return {
    kind: 'coded',
    codeAt: (vm) => placeOf[codeAt(vm)] ?? -1,
    textOf: (place) => distinct[place]!,
  };
}

import { NEVER, type Fleet, type ListedFleet, type VmKind } from '#libs/what-if';
import type { FleetCodes } from './fleet-codes.js';
import type { RowChunk } from './listed-rows.js';
import { NO_VALUE } from './value-codes.js';

/** VMs of one region of a listed fleet. */
export interface RegionFleet {
  readonly region: string;
  readonly fleet: Fleet;
}

interface RowsToOrder {
  readonly chunks: readonly RowChunk[];
  readonly kinds: readonly VmKind[];
  readonly codes: Pick<FleetCodes, 'region' | 'tenant'>;
  readonly otherwise: Pick<ListedFleet['otherwise'], 'region' | 'tenant'>;
  /** What times of the rows are counted from when it is day 0, 00:00. */
  readonly day0Ms: number;
}

/**
 * Puts rows in the order of regions (as they first appear), so that numbers of VMs of one region follow each other,
 * and rows of one region as they come in the file. Tenants are numbered by their codes, from 0.
 */
export function regionFleets({
  chunks,
  kinds,
  codes,
  otherwise,
  day0Ms,
}: RowsToOrder): readonly RegionFleet[] {
  const ownRegion = codes.region.codeOfText(otherwise.region);
  const ownTenant = codes.tenant.codeOfText(otherwise.tenant);
  const spans = regionSpans(chunks, codes.region.size, ownRegion);
  const total = chunks.reduce((sum, { rows }) => sum + rows, 0);
  const used = usedKinds(chunks, kinds);
  const columns: VmColumns = {
    kindOf: used.kinds.length <= 0x1_0000 ? new Uint16Array(total) : new Uint32Array(total),
    tenantOf: new Uint32Array(total),
    ...(spans.length > 1 ? { rowOf: new Uint32Array(total) } : {}),
    ...(chunks.some(({ arrives }) => arrives !== undefined) ? { arrivesMs: new Uint32Array(total) } : {}),
    ...(chunks.some(({ leaves }) => leaves !== undefined) ? { leavesMs: new Uint32Array(total) } : {}),
  };
  const next = new Uint32Array(codes.region.size);
  for (const { code, first } of spans) next[code] = first;
  let firstRow = 0;
  for (const chunk of chunks) {
    fill(columns, chunk, { next, firstRow, numberOf: used.numberOf, ownRegion, ownTenant, day0Ms });
    firstRow += chunk.rows;
  }
  const nameOfRow = rowNames(chunks);
  return spans.map((span) => ({
    region: codes.region.textOf(span.code) ?? otherwise.region,
    fleet: fleetOf(columns, span, used.kinds, nameOfRow),
  }));
}

interface Span {
  /** Code of the region. */
  readonly code: number;
  readonly first: number;
  readonly count: number;
}

function regionSpans(chunks: readonly RowChunk[], codes: number, own: number): readonly Span[] {
  const counts = new Uint32Array(codes);
  const order: number[] = [];
  for (const { rows, regions } of chunks) {
    for (let at = 0; at < rows; at++) {
      const code = regions === undefined ? own : regions[at]! || own;
      if (counts[code]!++ === 0) order.push(code);
    }
  }
  let first = 0;
  return order.map((code) => {
    const span = { code, first, count: counts[code]! };
    first += span.count;
    return span;
  });
}

/** Kinds without those that no row is of, and the new numbers of the others. */
function usedKinds(chunks: readonly RowChunk[], kinds: readonly VmKind[]) {
  const isUsed = new Uint8Array(kinds.length);
  for (const chunk of chunks) for (let at = 0; at < chunk.rows; at++) isUsed[chunk.kinds[at]!] = 1;
  const numberOf = new Uint32Array(kinds.length);
  const used = kinds.filter((_, kind) => isUsed[kind] === 1);
  for (let kind = 0, number = 0; kind < kinds.length; kind++)
    if (isUsed[kind] === 1) numberOf[kind] = number++;
  return { kinds: used, numberOf };
}

/** Of all regions, in the order of VM numbers. */
interface VmColumns {
  readonly kindOf: Uint16Array | Uint32Array;
  readonly tenantOf: Uint32Array;
  /** Where the row of a VM is in the file; absent: in the same place. */
  readonly rowOf?: Uint32Array;
  readonly arrivesMs?: Uint32Array;
  readonly leavesMs?: Uint32Array;
}

interface Filling {
  /** Number of the next VM, by code of the region. */
  readonly next: Uint32Array;
  readonly firstRow: number;
  readonly numberOf: Uint32Array;
  readonly ownRegion: number;
  readonly ownTenant: number;
  readonly day0Ms: number;
}

function fill(columns: VmColumns, chunk: RowChunk, filling: Filling): void {
  const { kindOf, tenantOf, rowOf, arrivesMs, leavesMs } = columns;
  const { next, firstRow, numberOf, ownRegion, ownTenant, day0Ms } = filling;
  const { rows, kinds, regions, tenants, arrives, leaves } = chunk;
  for (let at = 0; at < rows; at++) {
    const region = regions === undefined ? ownRegion : regions[at]! || ownRegion;
    const vm = next[region]!++;
    kindOf[vm] = numberOf[kinds[at]!]!;
    tenantOf[vm] = (tenants === undefined ? ownTenant : tenants[at]! || ownTenant) - NO_VALUE - 1;
    if (rowOf !== undefined) rowOf[vm] = firstRow + at;
    if (arrivesMs !== undefined) arrivesMs[vm] = runMs(arrives?.[at], day0Ms);
    if (leavesMs !== undefined) leavesMs[vm] = runMs(leaves?.[at], day0Ms);
  }
}

/** `NEVER` for no time, and for one beyond all runs. */
function runMs(ms: number | undefined, day0Ms: number): number {
  return ms === undefined || Number.isNaN(ms) ? NEVER : Math.min(NEVER, ms - day0Ms);
}

function fleetOf(
  { kindOf, tenantOf, rowOf, arrivesMs, leavesMs }: VmColumns,
  { first, count }: Span,
  kinds: readonly VmKind[],
  nameOfRow: (row: number) => string,
): Fleet {
  // Copies: a part of a larger buffer would take the whole of it along to another thread.
  const part = <Column extends Uint16Array | Uint32Array>(column: Column) =>
    (count === column.length ? column : column.slice(first, first + count)) as Column;
  return {
    vms: count,
    firstVm: first,
    kinds,
    kindOf: part(kindOf),
    tenantOf: part(tenantOf),
    ...(arrivesMs === undefined ? {} : { arrivesMs: part(arrivesMs) }),
    ...(leavesMs === undefined ? {} : { leavesMs: part(leavesMs) }),
    nameOf: (index) => nameOfRow(rowOf === undefined ? first + index : rowOf[first + index]!),
  };
}

/** Names by number of the row among the good ones. */
function rowNames(chunks: readonly RowChunk[]): (row: number) => string {
  const starts: number[] = [];
  let rows = 0;
  for (const chunk of chunks) {
    starts.push(rows);
    rows += chunk.rows;
  }
  return (row) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (starts[middle]! <= row) low = middle;
      else high = middle - 1;
    }
    return chunks[low]!.names.textAt(row - starts[low]!);
  };
}

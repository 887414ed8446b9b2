import type { ListedFleet, VmKind } from '#libs/what-if';
import type { DiskCatalogue } from '../../catalogue/disk-catalogue.js';
import type { FleetCodes } from './fleet-codes.js';
import type { Defect, InventoryBatch, InventoryReader } from './inventory-batch.js';
import { InventoryError, type RowProblem } from './inventory-error.js';
import { CODED_COLUMNS, INVENTORY_LIMITS } from './inventory-schema.js';
import { KindIndex, TooManyKinds } from './kind-index.js';
import type { NameColumn } from './name-column.js';
import { orderProblem } from './row-times.js';
import { NO_VALUE } from './value-codes.js';

/** Rows that are good, as they come in the file. */
export interface RowChunk {
  readonly rows: number;
  readonly names: NameColumn;
  readonly kinds: Uint32Array;
  /** Codes of `FleetCodes`; absent: as `otherwise` says. */
  readonly regions?: Uint32Array;
  readonly tenants?: Uint32Array;
  readonly arrives?: Float64Array;
  readonly leaves?: Float64Array;
}

export interface ListedRows {
  readonly chunks: readonly RowChunk[];
  readonly kinds: readonly VmKind[];
  /** Rows that were read, good or bad. */
  readonly rows: number;
  readonly skipped: number;
  /** The first ones. */
  readonly problems: readonly RowProblem[];
}

interface Judges {
  readonly codes: FleetCodes;
  readonly groups: readonly string[];
  readonly disks: DiskCatalogue;
}

/**
 * Reads all rows, and parts the good ones from the bad. Throws `InventoryError` for too many rows or kinds, and what
 * the reader throws.
 */
export async function listedRows(
  reader: InventoryReader,
  spec: ListedFleet,
  judges: Judges,
): Promise<ListedRows> {
  const group = judges.groups.indexOf(spec.otherwise.group);
  if (group < 0) throw new Error(`the schedule has no group ${spec.otherwise.group}`);
  const otherwise = { make: spec.otherwise.make, group };
  const index = new KindIndex(judges.codes, otherwise, judges.disks, reader.head.columns);
  const sorter = new RowSorter(judges.codes, index, spec.most ?? Infinity);
  try {
    for await (const batch of reader.batches()) {
      sorter.add(batch);
      if (sorter.rows > INVENTORY_LIMITS.rows) {
        throw new InventoryError(spec.path, { kind: 'too-large', what: 'rows', most: INVENTORY_LIMITS.rows });
      }
      if (sorter.isFull) break;
    }
  } catch (error) {
    if (!(error instanceof TooManyKinds)) throw error;
    const what = 'sorts of VM that differ in group, size, image or devices';
    throw new InventoryError(
      spec.path,
      { kind: 'too-large', what, most: INVENTORY_LIMITS.kinds },
      { cause: error },
    );
  }
  return { ...sorter.found, kinds: index.kinds };
}

class RowSorter {
  rows = 0;
  readonly #chunks: RowChunk[] = [];
  readonly #problems: RowProblem[] = [];
  #good = 0;
  #skipped = 0;

  constructor(
    private readonly codes: FleetCodes,
    private readonly index: KindIndex,
    private readonly most: number,
  ) {}

  get isFull(): boolean {
    return this.#good >= this.most;
  }

  get found() {
    return {
      chunks: this.#chunks,
      rows: this.rows,
      skipped: this.#skipped,
      problems: this.#problems,
    };
  }

  add(batch: InventoryBatch): void {
    const flagged = this.#flagged(batch);
    const kinds = this.index.kindsOf(batch.codes, batch.rows, flagged);
    const bad = this.#withConflicts(kinds, flagged);
    const room = this.most - this.#good;
    if (bad === undefined && batch.rows <= room) {
      this.rows += batch.rows;
      this.#keep(batch, kinds);
    } else this.#sort(batch, kinds, bad, room);
  }

  /** 1 for rows that are bad on their own; `undefined` where none is. */
  #flagged(batch: InventoryBatch): Uint8Array | undefined {
    const isBad = new Uint8Array(batch.rows);
    let any = false;
    const flag = (row: number) => {
      isBad[row] = 1;
      any = true;
    };
    for (const column of CODED_COLUMNS) {
      const codes = batch.codes[column];
      if (codes === undefined || !this.codes[column].hasBad) continue;
      for (let row = 0; row < batch.rows; row++) if (this.codes[column].isBad(codes[row]!)) flag(row);
    }
    if (batch.defects.any) for (let row = 0; row < batch.rows; row++) if (batch.defects.isBad(row)) flag(row);
    if (batch.times.leaves !== undefined) {
      for (let row = 0; row < batch.rows; row++) if (orderOf(batch, row) !== undefined) flag(row);
    }
    return any ? isBad : undefined;
  }

  #withConflicts(kinds: Uint32Array, flagged: Uint8Array | undefined): Uint8Array | undefined {
    if (!this.index.hasConflicts) return flagged;
    let bad = flagged;
    for (let row = 0; row < kinds.length; row++) {
      if (this.index.conflictOf(kinds[row]!) === undefined) continue;
      bad ??= new Uint8Array(kinds.length);
      bad[row] = 1;
    }
    return bad;
  }

  /** Reads on until there are enough good rows: what is wrong behind them does not matter. */
  #sort(batch: InventoryBatch, kinds: Uint32Array, bad: Uint8Array | undefined, room: number): void {
    const good = new Uint32Array(Math.min(batch.rows, room));
    let count = 0;
    let row = 0;
    for (; row < batch.rows && count < good.length; row++) {
      if (bad === undefined || bad[row] === 0) good[count++] = row;
      else {
        this.#skipped++;
        if (this.#skipped <= INVENTORY_LIMITS.problems) {
          this.#problems.push(...this.#problemsOf(batch, row, kinds[row]!));
        }
      }
    }
    this.rows += row;
    const rows = good.subarray(0, count);
    const picked = <Column extends Uint32Array | Float64Array>(column: Column) => {
      const values = column.slice(0, count) as Column;
      for (let at = 0; at < count; at++) values[at] = column[rows[at]!]!;
      return values;
    };
    const { region, tenant } = batch.codes;
    const { arrives, leaves } = batch.times;
    this.#push({
      rows: count,
      names: batch.names.only(rows),
      kinds: picked(kinds),
      ...(region === undefined ? {} : { regions: picked(region) }),
      ...(tenant === undefined ? {} : { tenants: picked(tenant) }),
      ...(arrives === undefined ? {} : { arrives: picked(arrives) }),
      ...(leaves === undefined ? {} : { leaves: picked(leaves) }),
    });
  }

  #keep(batch: InventoryBatch, kinds: Uint32Array): void {
    const { region, tenant } = batch.codes;
    const { arrives, leaves } = batch.times;
    this.#push({
      rows: batch.rows,
      names: batch.names,
      kinds,
      ...(region === undefined ? {} : { regions: region.slice(0, batch.rows) }),
      ...(tenant === undefined ? {} : { tenants: tenant.slice(0, batch.rows) }),
      ...(arrives === undefined ? {} : { arrives }),
      ...(leaves === undefined ? {} : { leaves }),
    });
  }

  #push(chunk: RowChunk): void {
    this.#good += chunk.rows;
    if (chunk.rows > 0) this.#chunks.push(chunk);
  }

  #problemsOf(batch: InventoryBatch, row: number, kind: number): readonly RowProblem[] {
    const defects: Defect[] = [...batch.defects.of(row)];
    for (const column of CODED_COLUMNS) {
      const code = batch.codes[column]?.[row] ?? NO_VALUE;
      const reason = this.codes[column].reasonOf(code);
      if (reason !== undefined)
        defects.push({ column, reason, ...valueMember(this.codes[column].textOf(code)) });
    }
    const order = orderOf(batch, row);
    if (order !== undefined) defects.push({ column: 'leaves', reason: order });
    const conflict = defects.length === 0 ? this.index.conflictOf(kind) : undefined;
    if (conflict !== undefined) {
      const code = batch.codes[conflict.column]?.[row] ?? NO_VALUE;
      defects.push({ ...conflict, ...valueMember(this.codes[conflict.column].textOf(code)) });
    }
    return defects.map((defect) => ({ unit: batch.unit, at: batch.placeOf(row), ...defect }));
  }
}

function valueMember(value: string | undefined) {
  return value === undefined ? {} : { value };
}

function orderOf({ times: { arrives, leaves } }: InventoryBatch, row: number): string | undefined {
  return leaves === undefined ? undefined : orderProblem(arrives?.[row] ?? Number.NaN, leaves[row]!);
}

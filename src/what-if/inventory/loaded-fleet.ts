import type { RowProblem } from './inventory-error.js';
import type { RegionFleet } from './region-fleets.js';

/** A fleet from a file. */
export interface LoadedFleet {
  /** In the order in which regions first appear; numbers of VMs go on from one to the next. All have the same kinds. */
  readonly regions: readonly RegionFleet[];
  readonly vms: number;
  /** How many tenants `tenantOf` of the fleets counts. */
  readonly tenants: number;
  tenantName(tenant: number): string;
  readonly report: InventoryReport;
}

export interface InventoryReport {
  /** Rows that were read, good or bad. */
  readonly rows: number;
  readonly skipped: number;
  /** What is wrong with the first bad rows. */
  readonly problems: readonly RowProblem[];
  /** Columns of the file that mean nothing here. */
  readonly unusedColumns: readonly string[];
  /** What to know of this fleet, in sentences: what of it is not from the file. */
  readonly notes: readonly string[];
}

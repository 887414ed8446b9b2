import type { GuestProfile } from '#libs/linux-guest';
import type { ListedFleet, Mix } from '#libs/what-if';
import { loadCatalogue } from '../../catalogue/load-catalogue.js';
import { loadAzureTrace } from './azure-trace.js';
import { withDrawnProfiles } from './drawn-profiles.js';
import { checkSha256, fileSha256 } from './file-content.js';
import { fleetCodes } from './fleet-codes.js';
import { InventoryError } from './inventory-error.js';
import { INVENTORY_LIMITS, isInventoryColumn } from './inventory-schema.js';
import { listedRows, type ListedRows } from './listed-rows.js';
import type { LoadedFleet } from './loaded-fleet.js';
import { openCsv } from './read-csv.js';
import { openParquet } from './read-parquet.js';
import { regionFleets } from './region-fleets.js';

const MS_PER_DAY = 86_400_000;
/** Times are held in 32 bits, of which the largest stands for `NEVER`. */
const MOST_MS = 0xffffffff;

/**
 * Loads the VMs that a file lists. `groups` are the names of the schedule's groups. VMs whose rows name no image get
 * one of `profiles`, drawn by their number; without `profiles` they have none.
 *
 * Throws `InventoryError`: the file is unreadable, has changed, is malformed or too large, has no good row, or bad ones
 * where the fleet is to fail on them.
 */
export async function loadListedFleet(
  spec: ListedFleet,
  groups: readonly string[],
  seed: number,
  profiles?: Mix<GuestProfile>,
): Promise<LoadedFleet> {
  const loaded =
    spec.format === 'azure-trace-v1'
      ? await loadAzureTrace(spec, groups, seed)
      : await loadInventory(spec, spec.format, groups);
  if (profiles === undefined) return loaded;
  return { ...loaded, regions: withDrawnProfiles(loaded.regions, profiles, seed) };
}

async function loadInventory(
  spec: ListedFleet,
  format: 'csv' | 'parquet',
  groups: readonly string[],
): Promise<LoadedFleet> {
  const { disks } = loadCatalogue();
  const codes = fleetCodes(spec, groups, disks);
  // Tenants of VMs that do not say come first, so that their number does not depend on the file.
  codes.tenant.codeOfText(spec.otherwise.tenant);
  checkSha256(spec.path, spec.sha256, await fileSha256(spec.path));
  const reader = await (format === 'csv' ? openCsv : openParquet)(spec.path, codes);
  try {
    const found = await listedRows(reader, spec, { codes, groups, disks });
    checkRows(spec, found);
    const day0Ms = reader.timesFrom === '1970' ? firstDay(found) : 0;
    checkSpan(spec, found, day0Ms);
    const { chunks, kinds, rows, skipped, problems } = found;
    return {
      regions: regionFleets({ chunks, kinds, codes, otherwise: spec.otherwise, day0Ms }),
      vms: chunks.reduce((sum, chunk) => sum + chunk.rows, 0),
      tenants: codes.tenant.size - 1,
      tenantName: (tenant) => codes.tenant.textOf(tenant + 1) ?? spec.otherwise.tenant,
      report: {
        rows,
        skipped,
        problems,
        unusedColumns: reader.head.columns.filter((column) => !isInventoryColumn(column)),
        notes:
          reader.timesFrom === '1970'
            ? [`Day 0 is ${new Date(day0Ms).toISOString().slice(0, 10)} (UTC).`]
            : [],
      },
    };
  } finally {
    await reader.close();
  }
}

function checkRows({ path, onBadRow }: ListedFleet, { chunks, skipped, problems }: ListedRows): void {
  if (skipped > 0 && onBadRow === 'fail') {
    const told = problems.slice(0, INVENTORY_LIMITS.problems);
    throw new InventoryError(path, { kind: 'bad-rows', count: skipped, problems: told });
  }
  if (chunks.length === 0) throw new InventoryError(path, { kind: 'empty' });
}

/** 00:00 UTC of the day of the earliest time that any row has: VMs arrive before they leave. */
function firstDay({ chunks }: ListedRows): number {
  let least = Infinity;
  for (const { arrives, leaves } of chunks) {
    for (const times of [arrives, leaves]) {
      if (times === undefined) continue;
      for (let at = 0; at < times.length; at++) if (times[at]! < least) least = times[at]!;
    }
  }
  return Math.floor(least / MS_PER_DAY) * MS_PER_DAY;
}

function checkSpan({ path }: ListedFleet, { chunks }: ListedRows, day0Ms: number): void {
  let most = 0;
  for (const { arrives } of chunks) {
    if (arrives === undefined) continue;
    for (let at = 0; at < arrives.length; at++) if (arrives[at]! > most) most = arrives[at]!;
  }
  if (most - day0Ms < MOST_MS) return;
  const days = Math.floor((most - day0Ms) / MS_PER_DAY);
  const reason = `the last VM arrives ${days} days after day 0: leave out arrives for VMs that are already there`;
  throw new InventoryError(path, { kind: 'malformed', reason });
}

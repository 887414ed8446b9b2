// Reading a Parquet inventory with every column of the schema into a fleet, its hash checked.
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadListedFleet } from '../../dist/src/what-if/inventory/load-listed-fleet.js';
import { aListedFleet, LISTED_GROUPS } from '../../dist/src/what-if/inventory/testing/listed-fleets.js';
import { writeInventory } from '../../dist/src/what-if/inventory/testing/write-inventory.js';

const ROWS = Number(process.argv[2] ?? 1_000_000);
const TURNS = 5;
const folder = mkdtempSync(join(tmpdir(), 'torpor-bench-'));
try {
  const path = join(folder, 'fleet.parquet');
  await writeInventory(path, ROWS, 20240607);
  const sha256 = createHash('sha256').update(readFileSync(path)).digest('hex');
  const spec = aListedFleet({ format: 'parquet', path, sha256 });
  let best = { wallSeconds: Infinity, cpuSeconds: Infinity };
  let vms = 0;
  for (let turn = 0; turn < TURNS; turn++) {
    const cpu = process.cpuUsage();
    const began = performance.now();
    const fleet = await loadListedFleet(spec, LISTED_GROUPS, 1);
    vms = fleet.regions.reduce((sum, region) => sum + region.fleet.vms, 0);
    const { user, system } = process.cpuUsage(cpu);
    best = {
      wallSeconds: Math.min(best.wallSeconds, (performance.now() - began) / 1000),
      cpuSeconds: Math.min(best.cpuSeconds, (user + system) / 1e6),
    };
  }
  const seconds = (value) => Number(value.toFixed(2));
  process.stdout.write(
    JSON.stringify({
      rows: vms,
      wallSeconds: seconds(best.wallSeconds),
      cpuSeconds: seconds(best.cpuSeconds),
    }),
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}

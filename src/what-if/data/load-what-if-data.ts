import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ThrottlingSpec, VmMake } from '#libs/what-if';
import { parseCsv, type CsvRow } from '../../catalogue/csv.js';
import { packageRootAbove } from '../../catalogue/package-root.js';

/** Measurements and documented limits that experiments refer to. */
export interface WhatIfData {
  /** Servers of each measured cluster, in the order of the file. */
  readonly clusterServers: readonly number[];
  /** Factors of the time that an image takes, at the percentiles 0 to 100 of time; 1 is the median. */
  readonly diskNoise: Readonly<Record<VmMake['diskNoise'], readonly number[]>>;
  /** What Azure documents for a subscription in a region. */
  readonly azureBuckets: Pick<ThrottlingSpec, 'start' | 'hibernate'>;
}

const PERCENTILES = 101;

let loaded: WhatIfData | undefined;

/** The data from the `data` folder of the package, read at the first call. Throws `Error` when it is damaged. */
export function loadWhatIfData(): WhatIfData {
  loaded ??= readWhatIfData(join(packageRootAbove(dirname(fileURLToPath(import.meta.url))), 'data'));
  return loaded;
}

/** Reads the data from a folder laid out like `data`. */
export function readWhatIfData(dataFolder: string): WhatIfData {
  const rows = (file: string): readonly CsvRow[] =>
    parseCsv(readFileSync(join(dataFolder, file), 'utf8'), file);
  const throttling = rows('azure-hibernation/compute-throttling.csv');
  return {
    clusterServers: rows('azure-fleet/clusters.csv').map((row) => row.number('OriginalClusterSize')),
    diskNoise: diskNoiseOf(rows('azure-disk-noise/time-percentiles.csv')),
    azureBuckets: {
      start: bucketOf(throttling, 'update_vm'),
      hibernate: bucketOf(throttling, 'delete_vm'),
    },
  };
}

function diskNoiseOf(rows: readonly CsvRow[]): WhatIfData['diskNoise'] {
  if (rows.length !== PERCENTILES) throw new Error(`${rows.length} percentiles instead of ${PERCENTILES}`);
  return {
    steady: rows.map((row) => row.number('steady')),
    burstable: rows.map((row) => row.number('burstable')),
  };
}

function bucketOf(rows: readonly CsvRow[], policy: string): ThrottlingSpec['start'] {
  const row = rows.find((candidate) => candidate.text('policy') === policy);
  if (row === undefined) throw new Error(`no limits of ${policy}`);
  return {
    capacity: row.number('subscription_bucket'),
    refillPerMinute: row.number('subscription_refill_per_min'),
  };
}

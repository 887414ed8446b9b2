import type { CsvRow } from './csv.js';

export const BYTES_PER_MB = 1_000_000;

/** A performance tier of managed disks. Burst figures are 0 where there is no bursting. */
export interface DiskTier {
  /** `Premium_LRS`, `StandardSSD_ZRS`, ... */
  readonly sku: string;
  /** `P10`, `E30`, `S4`, ... */
  readonly name: string;
  /** The tier serves disks up to this size. */
  readonly maxGib: number;
  readonly iops: number;
  /** 10^6 bytes per second. */
  readonly mbps: number;
  readonly burstIops: number;
  readonly burstMbps: number;
  readonly maxShares: number;
}

/** Tiers of managed disks. SKU names ignore case. */
export class DiskCatalogue {
  /** `region/sku`, in lower case, to tiers in order of size. */
  readonly #tiers: ReadonlyMap<string, readonly DiskTier[]>;
  readonly #referenceRegion: string;

  constructor(tiers: ReadonlyMap<string, readonly DiskTier[]>, referenceRegion: string) {
    this.#tiers = tiers;
    this.#referenceRegion = referenceRegion;
  }

  /**
   * The smallest tier that holds a disk of this size, which is how Azure bills and limits a disk. A region without
   * records counts as the first one of the data. `undefined` for a SKU that has no tiers (Premium SSD v2, Ultra) or
   * that nobody knows, and for a size that no tier holds.
   */
  diskTier(sku: string, sizeGib: number, region: string = this.#referenceRegion): DiskTier | undefined {
    if (!(sizeGib > 0)) return undefined;
    const tiers =
      this.#tiers.get(tierKey(region, sku)) ?? this.#tiers.get(tierKey(this.#referenceRegion, sku)) ?? [];
    return tiers.find((tier) => sizeGib <= tier.maxGib);
  }

  /** All tiers of a region, by SKU and then by size; those of the first region of the data where it has none. */
  tiersIn(region: string): readonly DiskTier[] {
    const own = this.#tiersOf(region);
    return own.length > 0 ? own : this.#tiersOf(this.#referenceRegion);
  }

  #tiersOf(region: string): readonly DiskTier[] {
    const prefix = tierKey(region, '');
    return [...this.#tiers].filter(([key]) => key.startsWith(prefix)).flatMap(([, tiers]) => tiers);
  }
}

/** Builds the catalogue from the rows of `disk-skus.csv`. Throws `Error` for a malformed row or a file without rows. */
export function diskCatalogueOf(rows: readonly CsvRow[]): DiskCatalogue {
  const [first] = rows;
  if (first === undefined) throw new Error('no disk tiers');
  const tiers = new Map<string, DiskTier[]>();
  for (const row of rows) {
    const key = tierKey(row.text('region'), row.text('name'));
    tiers.set(key, [...(tiers.get(key) ?? []), tierOf(row)]);
  }
  for (const list of tiers.values()) list.sort((a, b) => a.maxGib - b.maxGib);
  return new DiskCatalogue(tiers, first.text('region'));
}

function tierOf(row: CsvRow): DiskTier {
  return {
    sku: row.text('name'),
    name: row.text('size'),
    maxGib: row.number('max_size_gib'),
    iops: row.number('max_iops'),
    mbps: row.number('max_throughput_mbps'),
    burstIops: row.number('burst_iops'),
    burstMbps: row.number('burst_throughput_mbps'),
    maxShares: row.number('max_shares'),
  };
}

function tierKey(region: string, sku: string): string {
  return `${region}/${sku}`.toLowerCase();
}

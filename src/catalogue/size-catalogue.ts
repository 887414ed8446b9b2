import type { CsvRow } from './csv.js';
import { hibernationSupport, type HibernationSeries } from './hibernation-support.js';
import { ddaDevicesOf, parseSizeName, processorVendorOf } from './size-name.js';
import type { VmSize } from './vm-size.js';

const MIB_PER_GB = 1024;

/** VM sizes by name. Names ignore case, as everywhere in Azure. */
export class SizeCatalogue {
  /** Region to lower-case size name to size. */
  readonly #byRegion: ReadonlyMap<string, ReadonlyMap<string, VmSize>>;
  /** Lower-case size name to the size as the first region of the data has it. */
  readonly #anywhere: ReadonlyMap<string, VmSize>;

  constructor(byRegion: ReadonlyMap<string, ReadonlyMap<string, VmSize>>) {
    this.#byRegion = byRegion;
    this.#anywhere = new Map([...byRegion.values()].reverse().flatMap((sizes) => [...sizes]));
  }

  /** Regions with recorded sizes and prices. */
  get regions(): readonly string[] {
    return [...this.#byRegion.keys()];
  }

  /**
   * The size of this name, with price and zones of `region`. In a region without such a record the size is the
   * same, and price and zones are left out. Without a region: as the first region has it. `undefined` for a name
   * that no region knows.
   */
  find(name: string, region?: string): VmSize | undefined {
    const key = name.toLowerCase();
    const anywhere = this.#anywhere.get(key);
    if (region === undefined || anywhere === undefined) return anywhere;
    return this.#byRegion.get(region.toLowerCase())?.get(key) ?? withoutRegion(anywhere);
  }

  /** Sizes recorded in a region, by name; in a region without records all sizes that any region knows. */
  inRegion(region: string): readonly VmSize[] {
    const recorded = this.#byRegion.get(region.toLowerCase());
    const sizes =
      recorded === undefined ? [...this.#anywhere.values()].map(withoutRegion) : [...recorded.values()];
    return sizes.sort((a, b) => (a.name < b.name ? -1 : 1));
  }
}

/**
 * Builds the catalogue from the rows of `vm-skus.csv` and `hibernation-sizes.csv`. Throws `Error` for a malformed
 * row and for a size that can hibernate and is missing from the first file.
 */
export function sizeCatalogueOf(
  skuRows: readonly CsvRow[],
  hibernationRows: readonly CsvRow[],
): SizeCatalogue {
  const hibernatable = new Map(hibernationRows.map((row) => [row.text('name'), row]));
  const series = seriesOf(hibernatable, skuRows);
  const byRegion = new Map<string, Map<string, VmSize>>();
  for (const row of skuRows) {
    const size = sizeOf(row, hibernatable.get(row.text('name')), series);
    const region = row.text('region');
    const sizes = byRegion.get(region) ?? new Map<string, VmSize>();
    byRegion.set(region, sizes.set(size.name.toLowerCase(), size));
  }
  return new SizeCatalogue(byRegion);
}

function seriesOf(hibernatable: ReadonlyMap<string, CsvRow>, skuRows: readonly CsvRow[]): HibernationSeries {
  const families = new Map(skuRows.map((row) => [row.text('name'), row.text('family')]));
  const bySize = new Map<string, string>();
  const byFamily = new Map<string, string>();
  for (const [name, row] of hibernatable) {
    const family = families.get(name);
    if (family === undefined) throw new Error(`${row.place}: size ${name} is not among the known sizes`);
    bySize.set(name, row.text('series'));
    byFamily.set(family, row.text('series'));
  }
  return { bySize, byFamily };
}

function sizeOf(row: CsvRow, hibernatable: CsvRow | undefined, series: HibernationSeries): VmSize {
  const name = row.text('name');
  const parts = parseSizeName(name);
  if (parts === undefined) throw new Error(`${row.place}: ${name} is not a size name`);
  const architecture = architectureOf(row);
  const family = row.text('family');
  const memoryGb = row.number('memory_gb');
  const processorVendor = vendorOf(hibernatable) ?? processorVendorOf(parts, architecture);
  const linuxUsdHour = row.optionalNumber('linux_usd_hour');
  return {
    name,
    family,
    vcpus: row.number('vcpus'),
    memoryMib: memoryGb * MIB_PER_GB,
    maxNics: row.number('max_nics'),
    maxDataDisks: row.number('max_data_disks'),
    architecture,
    acceleratedNetworking: row.flag('accelerated_networking'),
    premiumIo: row.flag('premium_io'),
    ephemeralOsDisk: row.flag('ephemeral_os_disk'),
    encryptionAtHost: row.flag('encryption_at_host'),
    spotEligible: row.flag('spot_eligible'),
    hypervGenerations: row.list('hyperv_generations'),
    hibernation: hibernationSupport({ name, family, architecture, memoryGb }, series),
    ddaDevices: ddaDevicesOf(parts),
    zones: row.list('zones'),
    ...(processorVendor === undefined ? {} : { processorVendor }),
    ...(linuxUsdHour === undefined ? {} : { linuxUsdHour }),
    ...(hibernatable === undefined ? {} : diskFigures(hibernatable)),
  };
}

function diskFigures(
  row: CsvRow,
): Pick<VmSize, 'uncachedMbps' | 'uncachedIops' | 'tempDiskGib' | 'accelerator'> {
  const accelerator = row.optionalText('accelerator');
  return {
    uncachedMbps: row.number('uncached_mbps'),
    uncachedIops: row.number('uncached_iops'),
    tempDiskGib: row.number('temp_disk_gib'),
    ...(accelerator === undefined ? {} : { accelerator }),
  };
}

function architectureOf(row: CsvRow): 'x64' | 'Arm64' {
  const architecture = row.text('cpu_arch');
  if (architecture === 'x64' || architecture === 'Arm64') return architecture;
  throw new Error(`${row.place}: unknown architecture ${architecture}`);
}

function vendorOf(row: CsvRow | undefined): 'Intel' | 'AMD' | undefined {
  const vendor = row?.text('cpu_vendor');
  if (vendor === undefined || vendor === 'Intel' || vendor === 'AMD') return vendor;
  throw new Error(`${row?.place}: unknown processor vendor ${vendor}`);
}

function withoutRegion(size: VmSize): VmSize {
  const { linuxUsdHour: _price, ...rest } = size;
  return { ...rest, zones: [] };
}

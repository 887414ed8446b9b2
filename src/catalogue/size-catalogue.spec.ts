import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseCsv } from './csv.js';
import { loadCatalogue } from './load-catalogue.js';
import { packageRootAbove } from './package-root.js';
import { sizeCatalogueOf } from './size-catalogue.js';
import { sizeFactsOf } from './size-facts.js';

const { sizes } = loadCatalogue();
const hibernationFile = join(
  packageRootAbove(dirname(fileURLToPath(import.meta.url))),
  'data',
  'azure-hibernation',
  'hibernation-sizes.csv',
);
const hibernationRows = parseCsv(readFileSync(hibernationFile, 'utf8'), 'hibernation-sizes.csv');

describe('the size catalogue', () => {
  it('has everything that the data says about a size', () => {
    expect(sizes.find('Standard_D2ads_v5')).toEqual({
      name: 'Standard_D2ads_v5',
      family: 'standardDADSv5Family',
      vcpus: 2,
      memoryMib: 8192,
      maxNics: 2,
      maxDataDisks: 4,
      architecture: 'x64',
      processorVendor: 'AMD',
      acceleratedNetworking: true,
      premiumIo: true,
      ephemeralOsDisk: true,
      encryptionAtHost: true,
      spotEligible: true,
      hypervGenerations: ['V1', 'V2'],
      hibernation: { kind: 'supported', rule: 'AZURE-5' },
      ddaDevices: 0,
      uncachedMbps: 82,
      uncachedIops: 3750,
      tempDiskGib: 75,
      linuxUsdHour: 0.103,
      zones: ['1', '2', '3'],
    });
  });

  it('has half gigabytes and part of a GPU', () => {
    expect(sizes.find('Standard_B1ls')?.memoryMib).toBe(512);
    const gpu = sizes.find('Standard_NV6ads_A10_v5');
    expect([gpu?.accelerator, gpu?.ddaDevices, gpu?.memoryMib]).toEqual(['1/6 A10', 1, 56_320]);
  });

  it('ignores case in names and regions', () => {
    expect(sizes.find('STANDARD_d2S_V5', 'EastUS')).toEqual(sizes.find('Standard_D2s_v5', 'eastus'));
  });

  it('knows nothing of a size that no region has', () => {
    expect([sizes.find('Standard_D3s_v5'), sizes.find('Basic_A0', 'eastus')]).toEqual([undefined, undefined]);
  });

  it('has prices and zones by region, and leaves them out where none are recorded', () => {
    const priceIn = (region: string): number | undefined =>
      sizes.find('Standard_D2s_v5', region)?.linuxUsdHour;
    expect([priceIn('eastus'), priceIn('westeurope'), priceIn('marsnorth')]).toEqual([
      0.096,
      0.115,
      undefined,
    ]);
    expect(sizes.find('Standard_D2s_v5', 'marsnorth')?.zones).toEqual([]);
    expect(sizes.find('Standard_D2s_v5', 'marsnorth')?.vcpus).toBe(2);
  });

  it('lists the sizes of a region by name', () => {
    const names = sizes.inRegion('westus2').map((size) => size.name);
    expect(names).toHaveLength(1267);
    expect(names).toEqual([...names].sort());
    expect(sizes.inRegion('marsnorth')).toHaveLength(1461);
    expect(sizes.regions).toEqual(['eastus', 'westus2', 'westeurope', 'northeurope', 'southeastasia']);
  });
});

describe('which sizes can hibernate', () => {
  it('AZURE-7 exactly the listed ones, in every region', () => {
    const listed = hibernationRows.map((row) => row.text('name')).sort();
    const supported = sizes.regions.flatMap((region) =>
      sizes
        .inRegion(region)
        .filter((size) => size.hibernation.kind === 'supported')
        .map((size) => size.name),
    );
    expect(listed).toHaveLength(30);
    expect([...new Set(supported)].sort()).toEqual(listed);
  });

  it('the two files agree on processors and memory', () => {
    const figures = hibernationRows.map((row) => {
      const size = sizes.find(row.text('name'));
      return [size?.name, size?.vcpus, size?.memoryMib, size?.processorVendor];
    });
    expect(figures).toEqual(
      hibernationRows.map((row) => [
        row.text('name'),
        row.number('vcpus'),
        row.number('memory_gb') * 1024,
        row.text('cpu_vendor'),
      ]),
    );
  });

  it.each([
    [
      'AZURE-5',
      'Standard_D32s_v5',
      'Standard_D32s_v5 has 128 GB of memory, and series Dsv5 can hibernate up to 64 GB',
    ],
    ['AZURE-5', 'Standard_D2s_v3', 'Standard_D2s_v3 does not belong to a series that can hibernate'],
    [
      'AZURE-5',
      'Standard_E4-2s_v5',
      'Standard_E4-2s_v5 is not in the list of supported sizes of series Esv5',
    ],
    [
      'AZURE-6',
      'Standard_NV18ads_A10_v5',
      'Standard_NV18ads_A10_v5 has 220 GB of memory, and series NVadsA10v5 can hibernate up to 112 GB',
    ],
    [
      'AZURE-6',
      'Standard_NV4as_v4',
      'Standard_NV4as_v4 belongs to series NVv4, of which no size is in the list of supported sizes',
    ],
    [
      'AZURE-6',
      'Standard_NC24ads_A100_v4',
      'Standard_NC24ads_A100_v4 does not belong to a series that can hibernate',
    ],
    ['ENABLE-6', 'Standard_D2ps_v5', 'Standard_D2ps_v5 is an Arm size, which cannot hibernate'],
  ])('%s %s cannot', (rule, name, reason) => {
    expect(sizes.find(name)?.hibernation).toEqual({ kind: 'refused', rule, reason });
  });

  it('AZURE-6 the listed GPU sizes can', () => {
    expect(sizes.find('Standard_NV12ads_A10_v5')?.hibernation).toEqual({
      kind: 'supported',
      rule: 'AZURE-6',
    });
  });
});

describe('sizeFactsOf', () => {
  it('tells what operations need', () => {
    expect(sizeFactsOf(sizes.find('Standard_D8s_v5')!)).toEqual({
      name: 'Standard_D8s_v5',
      vcpus: 8,
      memoryMib: 32_768,
      processorVendor: 'Intel',
      architecture: 'x64',
      maxNics: 4,
      maxDataDisks: 16,
      acceleratedNetworking: true,
      diskBytesPerSecond: 290_000_000,
      supportsHibernation: true,
      ddaDevices: 0,
      hasTemporaryDisk: false,
    });
  });

  it.each([
    { name: 'Standard_D8s_v5', has: false, because: 'the size has none' },
    { name: 'Standard_D8ds_v5', has: true, because: 'the size has a local disk' },
    { name: 'Standard_NV12ads_A10_v5', has: false, because: 'it comes as an assigned device' },
  ])('R57 $name has a temporary SCSI disk: $has ($because)', ({ name, has }) => {
    expect(sizeFactsOf(sizes.find(name)!).hasTemporaryDisk).toBe(has);
  });

  it('leaves the vendor open for Arm and the disk limit where it is not known', () => {
    const facts = sizeFactsOf(sizes.find('Standard_D2ps_v5')!);
    expect([facts.processorVendor, facts.diskBytesPerSecond, facts.supportsHibernation]).toEqual([
      undefined,
      Number.MAX_SAFE_INTEGER,
      false,
    ]);
  });
});

describe('sizeCatalogueOf', () => {
  it('refuses a size that can hibernate and is not known', () => {
    const [first] = hibernationRows;
    expect(() => sizeCatalogueOf([], [first!])).toThrow(
      new Error('hibernation-sizes.csv:2: size Standard_D2s_v5 is not among the known sizes'),
    );
  });
});

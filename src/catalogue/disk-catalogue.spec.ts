import { describe, expect, it } from 'vitest';
import { diskCatalogueOf, imageThroughput } from './disk-catalogue.js';
import { loadCatalogue } from './load-catalogue.js';

const { disks, sizes } = loadCatalogue();

describe('diskTier', () => {
  it('tells the limits of the tier', () => {
    expect(disks.diskTier('Premium_LRS', 128, 'westeurope')).toEqual({
      sku: 'Premium_LRS',
      name: 'P10',
      maxGib: 128,
      iops: 500,
      mbps: 100,
      burstIops: 3500,
      burstMbps: 170,
      maxShares: 3,
    });
  });

  it.each([
    ['Premium_LRS', 1, 'P1'],
    ['Premium_LRS', 4, 'P1'],
    ['Premium_LRS', 5, 'P2'],
    ['Premium_LRS', 129, 'P15'],
    ['Premium_LRS', 32_767, 'P80'],
    ['Premium_LRS', 32_768, undefined],
    ['Premium_LRS', 0, undefined],
    ['StandardSSD_LRS', 30, 'E4'],
    ['standardssd_zrs', 127, 'E10'],
    ['Standard_LRS', 30, 'S4'],
    ['Standard_LRS', 127, 'S10'],
    ['UltraSSD_LRS', 128, undefined],
  ])('%s of %s GiB is %s', (sku, sizeGib, name) => {
    expect(disks.diskTier(sku, sizeGib)?.name).toBe(name);
  });

  it('takes the first region where none is recorded', () => {
    expect(disks.diskTier('Premium_LRS', 128, 'marsnorth')).toEqual(
      disks.diskTier('Premium_LRS', 128, 'eastus'),
    );
  });

  it('needs rows', () => {
    expect(() => diskCatalogueOf([])).toThrow(new Error('no disk tiers'));
  });
});

describe('imageThroughput', () => {
  it.each([
    ['Standard_D2s_v5', 'Premium_LRS', 128, 85_000_000],
    ['Standard_D8s_v5', 'Premium_LRS', 128, 100_000_000],
    ['Standard_D16as_v5', 'Premium_LRS', 1024, 200_000_000],
    ['Standard_D2as_v5', 'Standard_LRS', 127, 60_000_000],
  ])('ASSUME-8 on %s with %s of %s GiB it is %s bytes per second', (size, sku, sizeGib, expected) => {
    expect(imageThroughput(sizes.find(size)!, disks.diskTier(sku, sizeGib)!)).toBe(expected);
  });

  it('is that of the disk where the limit of the size is not known', () => {
    expect(imageThroughput({}, { mbps: 25 })).toBe(25_000_000);
  });
});

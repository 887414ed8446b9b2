import { describe, expect, it } from 'vitest';
import { diskCatalogueOf } from './disk-catalogue.js';
import { loadCatalogue } from './load-catalogue.js';

const { disks } = loadCatalogue();

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

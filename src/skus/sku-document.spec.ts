import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../catalogue/load-catalogue.js';
import { vmSkuDocument } from './sku-document.js';
import { skuKey, skusInLocation } from './skus-in-location.js';
import { computeUsages } from './usage-document.js';

const catalogue = loadCatalogue();
const { sizes } = catalogue;

describe('vmSkuDocument', () => {
  it.each([
    ['Standard_D2s_v5', 'True'],
    ['Standard_D64s_v5', 'False'],
    ['Standard_B2ms', 'False'],
  ])('AZURE-5 says whether %s can hibernate: %s', (name, expected) => {
    const size = sizes.find(name, 'eastus');
    if (size === undefined) throw new Error(`the catalogue has no ${name}`);
    const { capabilities, locationInfo } = vmSkuDocument(size, 'eastus');
    expect(capabilities.find((one) => one.name === 'HibernationSupported')).toEqual({
      name: 'HibernationSupported',
      value: expected,
    });
    expect(locationInfo).toEqual([{ location: 'eastus', zones: size.zones, zoneDetails: [] }]);
  });
});

describe('skusInLocation', () => {
  it('ARM-13 gives every entry a key of its own', () => {
    const keys = skusInLocation(catalogue, 'eastus').map(skuKey);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('computeUsages', () => {
  it('ARM-13 counts cores by family and disks by type', () => {
    const vms = [
      { size: 'Standard_D2s_v5', count: 3 },
      { size: 'Standard_E4s_v5', count: 1 },
    ];
    const resources = new Map([
      ['Microsoft.Compute/availabilitySets', 2],
      ['Microsoft.Compute/disks/Standard_LRS', 1],
      ['Microsoft.Compute/disks/StandardSSD_LRS', 4],
      ['Microsoft.Compute/disks/Premium_ZRS', 5],
    ]);
    const used = computeUsages(sizes, 'eastus', vms, resources).filter(
      ({ currentValue }) => currentValue > 0,
    );
    expect(used.map(({ name, currentValue }) => [name.value, currentValue])).toEqual([
      ['availabilitySets', 2],
      ['cores', 10],
      ['virtualMachines', 4],
      ['standardDSv5Family', 6],
      ['standardESv5Family', 4],
      ['StandardDiskCount', 1],
      ['StandardSSDDiskCount', 4],
      ['PremiumDiskCount', 5],
    ]);
  });
});

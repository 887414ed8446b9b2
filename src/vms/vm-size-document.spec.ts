import { expect, it } from 'vitest';
import { loadCatalogue } from '../catalogue/load-catalogue.js';
import { vmSizeDocument } from './vm-size-document.js';

it('shows a size in MB', () => {
  expect(vmSizeDocument(loadCatalogue().sizes.find('Standard_D2ds_v5')!)).toEqual({
    name: 'Standard_D2ds_v5',
    numberOfCores: 2,
    osDiskSizeInMB: 1_047_552,
    resourceDiskSizeInMB: 76_800,
    memoryInMB: 8_192,
    maxDataDiskCount: 4,
  });
});

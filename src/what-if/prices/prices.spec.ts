import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../catalogue/load-catalogue.js';
import { diskNoiseOf } from './disk-noise-of.js';
import { linuxUsdPerHour } from './linux-price.js';

const { sizes } = loadCatalogue();

describe('the price of a size', () => {
  it.each([
    ['Standard_D4s_v5', 'eastus', 0.192],
    ['Standard_D4s_v5', 'westeurope', 0.23],
    ['Standard_D4s_v5', 'mars', undefined],
    ['Standard_Nope', 'eastus', undefined],
  ])('%s in %s', (size, region, expected) => {
    expect(linuxUsdPerHour(sizes, size, region)).toBe(expected);
  });
});

describe('the noise of disks', () => {
  it.each([
    ['Standard_B8ms', 'burstable'],
    ['Standard_B2als_v2', 'burstable'],
    ['Standard_D8s_v5', 'steady'],
    ['Standard_HB120rs_v3', 'steady'],
    ['nothing', 'steady'],
  ])('of %s is %s', (size, expected) => {
    expect(diskNoiseOf(size)).toBe(expected);
  });
});

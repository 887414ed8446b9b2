import type { SizeCatalogue } from '../../catalogue/size-catalogue.js';

/** Pay-as-you-go price of a Linux VM in a region, US dollars per hour; `undefined` where the price table has none. */
export function linuxUsdPerHour(sizes: SizeCatalogue, size: string, region: string): number | undefined {
  return sizes.find(size, region)?.linuxUsdHour;
}

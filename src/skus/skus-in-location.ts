import type { DiskTier } from '../catalogue/disk-catalogue.js';
import type { Catalogue } from '../catalogue/load-catalogue.js';
import { diskSkuDocument, vmSkuDocument, type SkuDocument } from './sku-document.js';

/** What can be had in a location: VM sizes, and tiers of managed disks. */
export function skusInLocation({ sizes, disks }: Catalogue, location: string): readonly SkuDocument[] {
  const tiers = disks.tiersIn(location);
  return [
    ...sizes.inRegion(location).map((size) => vmSkuDocument(size, location)),
    ...tiers.map((tier, at) => diskSkuDocument(tier, { location, above: lowerEnd(tier, tiers[at - 1]) })),
  ];
}

function lowerEnd({ sku }: DiskTier, before: DiskTier | undefined): number {
  return before?.sku === sku ? before.maxGib : 0;
}

/** The key by which SKUs are ordered and lists of them continued. */
export function skuKey({ resourceType, name, size, locations }: SkuDocument): string {
  return [locations[0], resourceType, name, size].join('/').toLowerCase();
}

import { refusal } from '#libs/refusal';
import { RefusalError } from '../errors/refusal-error.js';
import type { SizeLookup } from '../persistence/vm-facts.repository.js';
import { BYTES_PER_MB } from './disk-catalogue.js';
import type { Catalogue } from './load-catalogue.js';
import { sizeFactsOf } from './size-facts.js';

/** Sizes and disks by what the catalogue says of them. Throws `RefusalError` size-unknown. */
export function sizeLookupOf({ sizes, disks }: Catalogue): SizeLookup {
  return {
    sizeFacts: (name) => {
      const size = sizes.find(name);
      if (size === undefined) throw new RefusalError(refusal('size-unknown', `there is no size ${name}`));
      return sizeFactsOf(size);
    },
    diskBytesPerSecond: (sku, sizeGib) => {
      const tier = disks.diskTier(sku, sizeGib);
      return tier === undefined ? Number.MAX_SAFE_INTEGER : tier.mbps * BYTES_PER_MB;
    },
  };
}

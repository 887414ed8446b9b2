import { platformImageId } from '../images/image-documents.js';
import { exactVersionOf, findOfferedImage } from '../images/offered-images.js';

/** An image as the body of a VM names it. */
export interface WantedImage {
  readonly publisher?: string | undefined;
  readonly offer?: string | undefined;
  readonly sku?: string | undefined;
  readonly version?: string | undefined;
  readonly id?: string | undefined;
  readonly sharedGalleryImageId?: string | undefined;
  readonly communityGalleryImageId?: string | undefined;
}

interface DiskImage {
  readonly id?: string;
  readonly sharedGalleryImageId?: string;
  readonly communityGalleryImageId?: string;
}

/** Members of `creationData` by which a disk says what image it was made of: an id, never a place. */
export interface ImageSource {
  readonly imageReference?: DiskImage;
  readonly galleryImageReference?: DiskImage;
}

/**
 * How the OS disk of a VM names the image of the VM (model `ImageDiskReference` of the compute API). An image of
 * the marketplace gets the id of the version picked, in the casing of the catalogue if it is in there.
 */
export function imageSourceOf(
  image: WantedImage,
  place: { readonly subscriptionId: string; readonly location: string },
): ImageSource {
  const { id, sharedGalleryImageId, communityGalleryImageId, publisher, offer, sku, version } = image;
  if (sharedGalleryImageId !== undefined) return { galleryImageReference: { sharedGalleryImageId } };
  if (communityGalleryImageId !== undefined) return { galleryImageReference: { communityGalleryImageId } };
  if (id !== undefined) {
    return /\/galleries\//i.test(id) ? { galleryImageReference: { id } } : { imageReference: { id } };
  }
  if (publisher === undefined || offer === undefined || sku === undefined) return {};
  const named = { publisher, offer, sku };
  const picked = exactVersionOf({ ...named, version }) ?? 'latest';
  return { imageReference: { id: platformImageId(place, findOfferedImage(named) ?? named, picked) } };
}

import { imageProfileOf } from '../vms/image-profiles.js';
import { isSame, OFFERED_IMAGES, type ImagePlace, type OfferedImage } from './offered-images.js';

/** An entry of one of the lists by which clients walk down the catalogue. */
export interface ImageListEntry {
  readonly location: string;
  readonly name: string;
  readonly id: string;
}

export interface ImageVersionDocument extends ImageListEntry {
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Where in the catalogue a client is; each part needs the ones before it. */
export interface CataloguePath {
  readonly subscriptionId: string;
  readonly location: string;
  readonly publisher?: string;
  readonly offer?: string;
  readonly sku?: string;
}

const BYTES_PER_GIB = 1024 ** 3;

/** Images below a place of the catalogue; none where the place does not exist. */
export function imagesBelow({ publisher, offer, sku }: CataloguePath): readonly OfferedImage[] {
  return OFFERED_IMAGES.filter(
    (image) =>
      (publisher === undefined || isSame(image.publisher, publisher)) &&
      (offer === undefined || isSame(image.offer, offer)) &&
      (sku === undefined || isSame(image.sku, sku)),
  );
}

/** What is one level below a place, by name, each once. Names have the casing of the catalogue. */
export function entriesBelow(path: CataloguePath): readonly ImageListEntry[] {
  const names = imagesBelow(path).flatMap((image) => namesBelow(image, path));
  return [...new Set(names)]
    .toSorted(byCodeUnit)
    .map((name) => ({ location: path.location, name, id: idOf(path, imagesBelow(path)[0], name) }));
}

function namesBelow(image: OfferedImage, { publisher, offer, sku }: CataloguePath): readonly string[] {
  if (publisher === undefined) return [image.publisher];
  if (offer === undefined) return [image.offer];
  if (sku === undefined) return [image.sku];
  return image.versions;
}

/** Ids of the catalogue are spelt differently from those of resources, and so in Azure. */
function idOf(
  { subscriptionId, location, publisher, offer, sku }: CataloguePath,
  image: ImagePlace | undefined,
  name: string,
): string {
  const root = `/Subscriptions/${subscriptionId}/Providers/Microsoft.Compute/Locations/${location}/Publishers`;
  if (publisher === undefined || image === undefined) return `${root}/${name}`;
  const offers = `${root}/${image.publisher}/ArtifactTypes/VMImage/Offers`;
  if (offer === undefined) return `${offers}/${name}`;
  const skus = `${offers}/${image.offer}/Skus`;
  return sku === undefined ? `${skus}/${name}` : `${skus}/${image.sku}/Versions/${name}`;
}

/** The id of one version of an image of the marketplace. */
export function platformImageId(
  { subscriptionId, location }: Pick<CataloguePath, 'subscriptionId' | 'location'>,
  { publisher, offer, sku }: ImagePlace,
  version: string,
): string {
  const image = { publisher, offer, sku };
  return idOf({ subscriptionId, location, ...image }, image, version);
}

/**
 * One version of an image. Whether it can hibernate, its OS and its size are what a VM made of it gets
 * (AZURE-8). The feature by which images say that they support Trusted Launch is left out: clients would switch it
 * on unasked, and it rules hibernation out on Linux.
 */
export function imageVersionDocument(
  path: CataloguePath,
  image: OfferedImage,
  version: string,
): ImageVersionDocument {
  const { osType, osDiskGib, supportsHibernation } = imageProfileOf(image);
  const { location } = path;
  return {
    location,
    name: version,
    id: platformImageId(path, image, version),
    properties: {
      hyperVGeneration: image.hyperVGeneration,
      architecture: image.architecture,
      replicaType: 'Managed',
      disallowed: { vmDiskType: 'Unmanaged' },
      automaticOSUpgradeProperties: { automaticOSUpgradeSupported: false },
      imageDeprecationStatus: { imageState: 'Active' },
      osDiskImage: {
        operatingSystem: osType,
        sizeInGb: osDiskGib,
        sizeInBytes: osDiskGib * BYTES_PER_GIB,
      },
      dataDiskImages: [],
      features: [
        { name: 'IsAcceleratedNetworkSupported', value: 'True' },
        { name: 'IsHibernateSupported', value: supportsHibernation ? 'True' : 'False' },
      ],
    },
  };
}

function byCodeUnit(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

import { Controller, Get } from '@nestjs/common';
import { z } from 'zod';
import { refusal } from '#libs/refusal';
import { armName } from '../../arm/arm-name.js';
import { inLocation } from '../../arm/arm-path.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { ArmParam, ArmQuery } from '../../arm/parameters.js';
import { RefusalError } from '../../errors/refusal-error.js';
import {
  entriesBelow,
  imagesBelow,
  imageVersionDocument,
  type CataloguePath,
  type ImageListEntry,
  type ImageVersionDocument,
} from '../image-documents.js';
import { isSame, newestVersion } from '../offered-images.js';

const LIST_QUERY = z.object({
  $top: z
    .string()
    .regex(/^[1-9]\d{0,5}$/, 'is not an integer of at least 1')
    .transform(Number)
    .optional(),
  $orderby: z
    .string()
    .toLowerCase()
    .regex(/^name( (asc|desc))?$/, 'is neither "name asc" nor "name desc"')
    .optional(),
});
type ListQuery = z.output<typeof LIST_QUERY>;

const PUBLISHERS = inLocation('Microsoft.Compute', 'publishers');
const OFFERS = `${PUBLISHERS}/:publisher/artifacttypes/vmimage/offers`;
const SKUS = `${OFFERS}/:offer/skus`;
const VERSIONS = `${SKUS}/:sku/versions`;

/** The catalogue of images. Its lists are bare arrays, unlike all other ones (ASSUME-29). */
@Controller()
export class ListImagesController {
  @Covers({ does: 'Lists the publishers of the image catalogue as a bare array' })
  @Get(PUBLISHERS)
  publishers(
    @ArmParam('subscriptionId') subscriptionId: string,
    @ArmParam('location', armName('location')) location: string,
    @ArmQuery(LIST_QUERY) query: ListQuery,
  ): readonly ImageListEntry[] {
    return listed({ subscriptionId, location }, query);
  }

  @Covers({ does: 'Lists the offers of a publisher' })
  @Get(OFFERS)
  offers(
    @ArmParam('subscriptionId') subscriptionId: string,
    @ArmParam('location', armName('location')) location: string,
    @ArmParam('publisher') publisher: string,
    @ArmQuery(LIST_QUERY) query: ListQuery,
  ): readonly ImageListEntry[] {
    return listed({ subscriptionId, location, publisher }, query);
  }

  @Covers({ does: 'Lists the SKUs of an offer' })
  @Get(SKUS)
  skus(
    @ArmParam('subscriptionId') subscriptionId: string,
    @ArmParam('location', armName('location')) location: string,
    @ArmParam('publisher') publisher: string,
    @ArmParam('offer') offer: string,
    @ArmQuery(LIST_QUERY) query: ListQuery,
  ): readonly ImageListEntry[] {
    return listed({ subscriptionId, location, publisher, offer }, query);
  }

  @Covers({ does: 'Lists the versions of an image' })
  @Get(VERSIONS)
  versions(
    @ArmParam('subscriptionId') subscriptionId: string,
    @ArmParam('location', armName('location')) location: string,
    @ArmParam('publisher') publisher: string,
    @ArmParam('offer') offer: string,
    @ArmParam('sku') sku: string,
    @ArmQuery(LIST_QUERY) query: ListQuery,
  ): readonly ImageListEntry[] {
    return listed({ subscriptionId, location, publisher, offer, sku }, query);
  }

  @Covers({ does: 'Shows a version of an image; `latest` is the newest' })
  @Get(`${VERSIONS}/:version`)
  version(
    @ArmParam('subscriptionId') subscriptionId: string,
    @ArmParam('location', armName('location')) location: string,
    @ArmParam('publisher') publisher: string,
    @ArmParam('offer') offer: string,
    @ArmParam('sku') sku: string,
    @ArmParam('version') version: string,
  ): ImageVersionDocument {
    const path: CataloguePath = { subscriptionId, location: location.toLowerCase(), publisher, offer, sku };
    const [image] = imagesBelow(path);
    if (image === undefined) throw imageNotFound(path);
    const wanted = isSame(version, 'latest') ? newestVersion(image) : version;
    if (!image.versions.includes(wanted)) throw imageNotFound(path, version);
    return imageVersionDocument(path, image, wanted);
  }
}

/** Throws image-not-found for a place that the catalogue does not have. */
function listed(path: CataloguePath, { $top, $orderby = 'name' }: ListQuery): readonly ImageListEntry[] {
  const entries = entriesBelow({ ...path, location: path.location.toLowerCase() });
  if (entries.length === 0) throw imageNotFound(path);
  const ordered = $orderby.endsWith('desc') ? entries.toReversed() : entries;
  return $top === undefined ? ordered : ordered.slice(0, $top);
}

function imageNotFound({ publisher, offer, sku }: CataloguePath, version?: string): RefusalError {
  const place = [publisher, offer, sku, version].filter((part) => part !== undefined).join(':');
  return new RefusalError(refusal('image-not-found', `the catalogue has no image ${place}`));
}

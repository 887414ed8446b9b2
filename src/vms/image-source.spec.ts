import { describe, expect, it } from 'vitest';
import { imageSourceOf, type ImageSource, type WantedImage } from './image-source.js';

const PLACE = { subscriptionId: 's', location: 'eastus' };
const PUBLISHERS = '/Subscriptions/s/Providers/Microsoft.Compute/Locations/eastus/Publishers';
const IMAGES = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute';

describe('imageSourceOf', () => {
  it.each<[string, WantedImage, ImageSource]>([
    [
      'the newest version of an image of the catalogue',
      { publisher: 'debian', offer: 'DEBIAN-12', sku: '12-GEN2', version: 'latest' },
      {
        imageReference: {
          id: `${PUBLISHERS}/Debian/ArtifactTypes/VMImage/Offers/debian-12/Skus/12-gen2/Versions/0.20250721.2179`,
        },
      },
    ],
    [
      'a version of an image that the catalogue does not have',
      { publisher: 'mine', offer: 'os', sku: 'a', version: '1.2.3' },
      { imageReference: { id: `${PUBLISHERS}/mine/ArtifactTypes/VMImage/Offers/os/Skus/a/Versions/1.2.3` } },
    ],
    ['an image of somebody', { id: `${IMAGES}/images/i` }, { imageReference: { id: `${IMAGES}/images/i` } }],
    [
      'an image in a gallery',
      { id: `${IMAGES}/galleries/g/images/i/versions/1.0.0` },
      { galleryImageReference: { id: `${IMAGES}/galleries/g/images/i/versions/1.0.0` } },
    ],
    [
      'an image that a gallery shares',
      { sharedGalleryImageId: '/SharedGalleries/g/Images/i/Versions/latest' },
      { galleryImageReference: { sharedGalleryImageId: '/SharedGalleries/g/Images/i/Versions/latest' } },
    ],
    [
      'an image of a community',
      { communityGalleryImageId: '/CommunityGalleries/g/Images/i' },
      { galleryImageReference: { communityGalleryImageId: '/CommunityGalleries/g/Images/i' } },
    ],
    ['an image without a place', { publisher: 'mine' }, {}],
  ])('names %s by id', (_what, image, source) => {
    expect(imageSourceOf(image, PLACE)).toEqual(source);
  });
});

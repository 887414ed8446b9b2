import { describe, expect, it } from 'vitest';
import { imageProfileOf } from '../vms/image-profiles.js';
import { imageAliases } from './image-aliases.js';
import { exactVersionOf, findOfferedImage, newestVersion, OFFERED_IMAGES } from './offered-images.js';

const placeOf = ({ publisher, offer, sku }: (typeof OFFERED_IMAGES)[number]) =>
  `${publisher}:${offer}:${sku}`;

describe('OFFERED_IMAGES', () => {
  it('ASSUME-29 has each image and each alias once', () => {
    const places = OFFERED_IMAGES.map((image) => placeOf(image).toLowerCase());
    expect(places.filter((place, at) => places.indexOf(place) !== at)).toEqual([]);
    const aliases = OFFERED_IMAGES.flatMap(({ alias = [] }) => alias);
    expect(aliases.filter((alias, at) => aliases.indexOf(alias) !== at)).toEqual([]);
  });

  it('ASSUME-29 lists versions in the order in which clients sort their names', () => {
    const wrong = OFFERED_IMAGES.filter(({ versions }) => versions.toSorted().join() !== versions.join());
    expect(wrong.map(placeOf)).toEqual([]);
  });

  it('ASSUME-29 agrees with the guest of each image about the processor', () => {
    const wrong = OFFERED_IMAGES.filter(
      (image) =>
        (imageProfileOf(image).guestProfile.architecture === 'arm64') !== (image.architecture === 'Arm64'),
    );
    expect(wrong.map(placeOf)).toEqual([]);
  });
});

describe('exactVersionOf', () => {
  const jammy = findOfferedImage({
    publisher: 'canonical',
    offer: '0001-COM-ubuntu-server-jammy',
    sku: '22_04-lts-gen2',
  });

  it.each([
    ['latest', 'latest', jammy && newestVersion(jammy)],
    ['latest in capitals', 'LATEST', jammy && newestVersion(jammy)],
    ['no version', undefined, jammy && newestVersion(jammy)],
    ['a version', '22.04.1', '22.04.1'],
  ])('ASSUME-29 %s', (_what, version, expected) => {
    expect(expected).toBeTypeOf('string');
    expect(exactVersionOf({ ...jammy, version })).toBe(expected);
  });

  it('ASSUME-29 does not know the versions of an image outside of the catalogue', () => {
    expect(exactVersionOf({ publisher: 'a', offer: 'b', sku: 'c', version: 'latest' })).toBeUndefined();
    expect(exactVersionOf({ version: 'latest' })).toBeUndefined();
  });
});

describe('imageAliases', () => {
  it('ASSUME-29 sorts them by OS, each with the five members that clients need', () => {
    const { Linux, Windows } = imageAliases().outputs.aliases.value;
    expect(Linux['Ubuntu2404']).toEqual({
      publisher: 'Canonical',
      offer: 'ubuntu-24_04-lts',
      sku: 'server',
      version: 'latest',
      architecture: 'x64',
    });
    expect(Object.keys(Windows)).toEqual([
      'Win2012Datacenter',
      'Win2012R2Datacenter',
      'Win2016Datacenter',
      'Win2019Datacenter',
      'Win2022AzureEditionCore',
      'Win2022Datacenter',
    ]);
  });
});

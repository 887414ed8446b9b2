import { describe, expect, it } from 'vitest';
import { imageProfileOf, isManagedImage, type ImageName } from './image-profiles.js';

describe('imageProfileOf', () => {
  it.each<[ImageName, string, 'Linux' | 'Windows', number, boolean]>([
    [{ publisher: 'Canonical', offer: 'ubuntu-24_04-lts', sku: 'server' }, 'ubuntu-24.04', 'Linux', 30, true],
    [
      { publisher: 'canonical', offer: '0001-com-ubuntu-server-jammy', sku: '22_04-lts-gen2' },
      'ubuntu-22.04',
      'Linux',
      30,
      true,
    ],
    [{ publisher: 'Canonical', offer: 'UbuntuServer', sku: '18.04-LTS' }, 'ubuntu-22.04', 'Linux', 30, true],
    [{ publisher: 'Canonical', offer: 'UbuntuServer', sku: '16.04-LTS' }, 'ubuntu-22.04', 'Linux', 30, false],
    [
      { publisher: 'Canonical', offer: 'ubuntu-24_04-lts', sku: 'server-arm64' },
      'ubuntu-24.04-arm64',
      'Linux',
      30,
      true,
    ],
    [{ publisher: 'Debian', offer: 'debian-12', sku: '12-gen2' }, 'debian-12', 'Linux', 30, true],
    [{ publisher: 'Debian', offer: 'debian-13', sku: '13-gen2' }, 'debian-13', 'Linux', 30, true],
    [{ publisher: 'OpenLogic', offer: 'CentOS', sku: '7_9' }, 'ubuntu-24.04', 'Linux', 30, false],
    [
      { publisher: 'MicrosoftWindowsServer', offer: 'WindowsServer', sku: '2022-datacenter-g2' },
      'ubuntu-24.04',
      'Windows',
      127,
      true,
    ],
    [{ publisher: 'Somebody', offer: 'something', sku: 'else' }, 'ubuntu-24.04', 'Linux', 30, true],
    [
      { id: '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/images/i' },
      'ubuntu-24.04',
      'Linux',
      30,
      true,
    ],
  ])('%j', (image, profile, osType, osDiskGib, supportsHibernation) => {
    const found = imageProfileOf(image);
    expect([found.guestProfile.name, found.osType, found.osDiskGib, found.supportsHibernation]).toEqual([
      profile,
      osType,
      osDiskGib,
      supportsHibernation,
    ]);
  });
});

describe('isManagedImage', () => {
  const COMPUTE = '/subscriptions/s/resourceGroups/g/providers/microsoft.compute';

  it.each([
    [`${COMPUTE}/images/mine`, true],
    [`${COMPUTE}/galleries/g/images/mine`, false],
    [`${COMPUTE}/galleries/g/images/mine/versions/1.0.0`, false],
    [undefined, false],
  ])('AZURE-13 %s: %s', (id, expected) => {
    expect(isManagedImage({ id })).toBe(expected);
  });
});

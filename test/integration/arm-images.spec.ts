import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { imageProfileOf } from '../../src/vms/image-profiles.js';
import { OFFERED_IMAGES } from '../../src/images/offered-images.js';
import { ArmTestApp } from '../world/arm-app.js';
import { createVm } from '../world/arm-groups.js';
import { SUBSCRIPTION } from '../world/stored-cloud.js';

let arm: ArmTestApp;

const COMPUTE = `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Compute`;
const PUBLISHERS = `${COMPUTE}/locations/eastus/publishers`;
const versionsOf = ({ publisher, offer, sku }: { publisher: string; offer: string; sku: string }) =>
  `${PUBLISHERS}/${publisher}/artifacttypes/vmimage/offers/${offer}/skus/${sku}/versions`;
const JAMMY = { publisher: 'Canonical', offer: '0001-com-ubuntu-server-jammy', sku: '22_04-lts-gen2' };
const namesOf = (list: readonly { name: string }[]) => list.map(({ name }) => name);

beforeAll(async () => {
  arm = await ArmTestApp.open();
  await arm.cloud.addHost('host-a');
});
afterAll(() => arm.close());

describe('the image catalogue', () => {
  it('ASSUME-29 is walked down by bare lists', async () => {
    expect(namesOf(await arm.ok('GET', PUBLISHERS))).toContain('Debian');
    const offers = `${PUBLISHERS}/canonical/artifactTypes/VMIMAGE/offers`;
    expect(await arm.ok('GET', offers)).toContainEqual({
      location: 'eastus',
      name: 'ubuntu-24_04-lts',
      id:
        `/Subscriptions/${SUBSCRIPTION}/Providers/Microsoft.Compute/Locations/eastus/Publishers/Canonical` +
        '/ArtifactTypes/VMImage/Offers/ubuntu-24_04-lts',
    });
    expect(namesOf(await arm.ok('GET', `${offers}/ubuntu-24_04-lts/skus`))).toEqual([
      'server',
      'server-arm64',
      'server-gen1',
    ]);
  });

  it('ASSUME-29 tells the newest version, as clients ask for it', async () => {
    const all = namesOf(await arm.ok('GET', versionsOf(JAMMY)));
    expect(all.length).toBeGreaterThan(1);
    const newest = await arm.ok('GET', `${versionsOf(JAMMY)}?$top=1&%24orderby=name%20desc`);
    expect(namesOf(newest)).toEqual([all.toSorted().at(-1)]);
  });

  it.each(OFFERED_IMAGES.map((image) => [`${image.publisher}:${image.offer}:${image.sku}`, image] as const))(
    'AZURE-8 %s says what a VM made of it gets',
    async (_urn, image) => {
      const { supportsHibernation, osType } = imageProfileOf(image);
      const { properties, name } = await arm.ok('GET', `${versionsOf(image)}/latest`);
      expect(image.versions.at(-1)).toBe(name);
      expect([
        properties.architecture,
        properties.hyperVGeneration,
        properties.osDiskImage.operatingSystem,
      ]).toEqual([image.architecture, image.hyperVGeneration, osType]);
      expect(properties.features).toContainEqual({
        name: 'IsHibernateSupported',
        value: supportsHibernation ? 'True' : 'False',
      });
    },
  );

  it.each([
    ['a publisher', `${PUBLISHERS}/Nobody/artifacttypes/vmimage/offers`],
    ['an offer', `${PUBLISHERS}/Canonical/artifacttypes/vmimage/offers/nothing/skus`],
    ['a SKU', versionsOf({ ...JAMMY, sku: 'none' })],
    ['a version', `${versionsOf(JAMMY)}/1.0.0`],
  ])('ARM-15 %s that is not there is not found', async (_what, path) => {
    const { status, body } = await arm.send('GET', path);
    expect([status, body.error.code]).toEqual([404, 'PlatformImageNotFound']);
  });

  it.each(['$top=0', '$orderby=size', '$top=x'])('ARM-19 refuses %s', async (query) => {
    const { status, body } = await arm.send('GET', `${versionsOf(JAMMY)}?${query}`);
    expect([status, body.error.code]).toEqual([400, 'InvalidParameter']);
  });

  it('ARM-32 publishes the short names without a token or version', async () => {
    const answer = await arm.app.inject({ method: 'GET', url: '/aliases.json' });
    const { Linux } = answer.json().outputs.aliases.value;
    expect([answer.statusCode, Linux.Ubuntu2204]).toEqual([
      200,
      { ...JAMMY, version: 'latest', architecture: 'x64' },
    ]);
  });
});

describe('SKUs, sizes and usages', () => {
  it('AZURE-5 ARM-13 a location lists its sizes with what they can do', async () => {
    const found = new Map<string, { capabilities: { name: string; value: string }[] }>();
    let next = `${COMPUTE}/skus?$filter=location%20eq%20'East%20US'&includeExtendedLocations=false`;
    for (let pages = 0; next !== undefined && pages < 20; pages++) {
      const page = await arm.ok('GET', next);
      for (const sku of page.value) found.set(`${sku.resourceType}/${sku.name}/${sku.size}`, sku);
      next = page.nextLink;
    }
    const valueOf = (key: string, name: string) =>
      found.get(key)?.capabilities.find((capability) => capability.name === name)?.value;
    const D2S = 'virtualMachines/Standard_D2s_v5/D2s_v5';
    expect([valueOf(D2S, 'HibernationSupported'), valueOf(D2S, 'vCPUs'), valueOf(D2S, 'MemoryGB')]).toEqual([
      'True',
      '2',
      '8',
    ]);
    expect(valueOf('virtualMachines/Standard_B2ms/B2ms', 'HibernationSupported')).toBe('False');
    expect(found.get(D2S)).toMatchObject({
      tier: 'Standard',
      family: 'standardDSv5Family',
      locations: ['eastus'],
      restrictions: [],
    });
    expect(valueOf('disks/Premium_LRS/P10', 'MaxSizeGiB')).toBe('128');
    expect(valueOf('disks/Premium_LRS/P10', 'MinSizeGiB')).toBe('64');
  });

  it('ARM-19 refuses a filter by something else', async () => {
    const { status, body } = await arm.send('GET', `${COMPUTE}/skus?$filter=name eq 'a'`);
    expect([status, body.error.target]).toEqual([400, '$filter']);
  });

  it('ARM-13 the older list has them as well', async () => {
    const { value } = await arm.ok('GET', `${COMPUTE}/locations/eastus/vmSizes`);
    expect(value.find(({ name }: { name: string }) => name === 'Standard_D2s_v5')).toMatchObject({
      numberOfCores: 2,
      memoryInMB: 8192,
    });
  });

  it('ARM-13 usages count what there is', async () => {
    await createVm(arm, 'used', 'vm');
    const usageOf = async (path: string, wanted: string) => {
      const { value } = await arm.ok('GET', path);
      return value.find((one: { name: { value: string } }) => one.name.value === wanted).currentValue;
    };
    const usages = `${COMPUTE}/locations/eastus/usages`;
    expect(await usageOf(usages, 'cores')).toBe(2);
    expect(await usageOf(usages, 'virtualMachines')).toBe(1);
    expect(await usageOf(usages, 'standardDSv5Family')).toBe(2);
    const network = usages.replace('Compute', 'Network');
    expect(await usageOf(network, 'NetworkInterfaces')).toBe(1);
    expect(await usageOf(network.replace('eastus', 'westus2'), 'NetworkInterfaces')).toBe(0);
  });
});

import { ResourceManagementClient } from '@azure/arm-resources';
import {
  autorestOptions,
  credential,
  group,
  location,
  namesOf,
  pages,
  polling,
  refusalOf,
  report,
  subscription,
} from './sdk-program.js';

const client = new ResourceManagementClient(credential, subscription, autorestOptions);
const { resourceGroups, resources, tagsOperations, providers } = client;
const scope = `/subscriptions/${subscription}/resourceGroups/${group}`;
const diskId = `${scope}/providers/Microsoft.Compute/disks/disk`;
const DISKS = '2024-03-02';
const isMine = ({ name }: { name?: string | undefined }) => name?.startsWith(group) === true;
await report([
  [
    'group: create, exists, read',
    async () => {
      const { body: missing } = await resourceGroups.checkExistence(group);
      const { properties } = await resourceGroups.createOrUpdate(group, {
        location,
        tags: { shift: 'night' },
      });
      const { body: there } = await resourceGroups.checkExistence(group);
      const { tags } = await resourceGroups.update(group, { tags: { shift: 'day' } });
      return { missing, there, provisioningState: properties?.provisioningState, tags };
    },
  ],
  [
    'group: list with paging',
    async () => {
      await resourceGroups.createOrUpdate(`${group}-2`, { location });
      const read = await pages(resourceGroups.list({ top: 1 }).byPage(), (each) =>
        isMine(each) ? each.name : '',
      );
      return {
        names: read.flat().filter((name) => name !== ''),
        longest: Math.max(...read.map((page) => page.length)),
      };
    },
  ],
  [
    'resources: create, read and delete by id',
    async () => {
      const disk = { location, properties: { creationData: { createOption: 'Empty' }, diskSizeGB: 4 } };
      await resources.beginCreateOrUpdateByIdAndWait(diskId, DISKS, disk, polling);
      const { name, type } = await resources.getById(diskId, DISKS);
      return { name, type };
    },
  ],
  [
    'resources: list',
    async () => ({
      inGroup: await namesOf(resources.listByResourceGroup(group)),
      ofType: (
        await namesOf(resources.list({ filter: "resourceType eq 'Microsoft.Compute/disks'" }))
      ).includes('disk'),
    }),
  ],
  [
    'tags',
    async () => {
      await tagsOperations.beginCreateOrUpdateAtScopeAndWait(
        diskId,
        { properties: { tags: { a: '1' } } },
        polling,
      );
      await tagsOperations.beginUpdateAtScopeAndWait(
        diskId,
        { operation: 'Merge', properties: { tags: { b: '2' } } },
        polling,
      );
      const { properties } = await tagsOperations.getAtScope(diskId);
      return properties.tags;
    },
  ],
  [
    'providers',
    async () => {
      const { registrationState, resourceTypes = [] } = await providers.get('Microsoft.Compute');
      const types = resourceTypes.map(({ resourceType }) => resourceType);
      const listed: unknown[] = [];
      for await (const { namespace } of providers.list()) listed.push(namespace);
      return {
        registrationState,
        hasVms: types.includes('virtualMachines'),
        isListed: listed.includes('Microsoft.Compute') && listed.includes('Microsoft.Network'),
        registered: (await providers.register('Microsoft.Compute')).registrationState,
      };
    },
  ],
  [
    'delete',
    async () => {
      await resources.beginDeleteByIdAndWait(diskId, DISKS, polling);
      const gone = await refusalOf(resources.getById(diskId, DISKS));
      await Promise.all(
        [group, `${group}-2`].map((name) => resourceGroups.beginDeleteAndWait(name, polling)),
      );
      return { disk: gone, group: (await resourceGroups.checkExistence(group)).body };
    },
  ],
]);

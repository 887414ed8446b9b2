import { ResourceManagementClient } from '@azure/arm-resources';
import {
  autorestOptions,
  credential,
  endpoint,
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
const deploymentId = `${scope}/providers/Microsoft.Resources/deployments/made`;
const DISKS = '2024-03-02';
const DEPLOYMENTS = '2022-09-01';
const isMine = ({ name }: { name?: string | undefined }) => name?.startsWith(group) === true;
const template = {
  $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
  contentVersion: '1.0.0.0',
  parameters: { size: { type: 'int' } },
  resources: [
    {
      type: 'Microsoft.Compute/disks',
      apiVersion: DISKS,
      name: 'deployed',
      location,
      properties: { creationData: { createOption: 'Empty' }, diskSizeGB: "[parameters('size')]" },
    },
  ],
  outputs: { size: { type: 'int', value: "[parameters('size')]" } },
};
const deployment = { mode: 'Incremental', template, parameters: { size: { value: 4 } } };

interface Answer {
  readonly properties?: {
    readonly provisioningState?: string;
    readonly changes?: readonly { readonly changeType: string }[];
  };
  readonly value?: readonly { readonly name: string }[];
}

async function ask(method: string, path: string, body?: object): Promise<Answer> {
  const { token } = await credential.getToken();
  const answer = await fetch(`${endpoint}${path}?api-version=${DEPLOYMENTS}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return (text === '' ? {} : JSON.parse(text)) as Answer;
}

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
    'deployment: create',
    async () => {
      const { properties } = await resources.beginCreateOrUpdateByIdAndWait(
        deploymentId,
        DEPLOYMENTS,
        { properties: deployment },
        polling,
      );
      const { provisioningState, outputs } = properties ?? {};
      return {
        provisioningState,
        outputs,
        disk: (await resources.getById(`${scope}/providers/Microsoft.Compute/disks/deployed`, DISKS)).name,
      };
    },
  ],
  [
    // No SDK installed here has methods for these.
    'deployment: validate, what-if, list, by plain requests',
    async () => {
      const validated = await ask('POST', `${deploymentId}/validate`, { properties: deployment });
      const predicted = await ask('POST', `${deploymentId}/whatIf`, { properties: deployment });
      const listed = await ask('GET', `${scope}/providers/Microsoft.Resources/deployments/`);
      return {
        validated: validated.properties?.provisioningState,
        changes: predicted.properties?.changes?.map(({ changeType }) => changeType).toSorted(),
        listed: listed.value?.map(({ name }) => name),
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

import { ResourceManagementClient } from '@azure/arm-resources';
import {
  type Deployment,
  DeploymentsClient,
  type WhatIfOperationResult,
} from '@azure/arm-resourcesdeployments';
import {
  autorestOptions,
  credential,
  endpoint,
  group,
  location,
  pages,
  polling,
  refusalOf,
  report,
  subscription,
} from './sdk-program.js';

const client = new DeploymentsClient(credential, subscription, {
  endpoint,
  credentials: { scopes: [`${endpoint}/.default`] },
});
const { deployments, deploymentOperations } = client;
const { resourceGroups } = new ResourceManagementClient(credential, subscription, autorestOptions);
await resourceGroups.createOrUpdate(group, { location });

const template = {
  $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
  contentVersion: '1.0.0.0',
  parameters: { size: { type: 'int' } },
  resources: [
    {
      type: 'Microsoft.Compute/disks',
      apiVersion: '2024-03-02',
      name: 'deployed',
      location,
      properties: { creationData: { createOption: 'Empty' }, diskSizeGB: "[parameters('size')]" },
    },
  ],
  outputs: { size: { type: 'int', value: "[parameters('size')]" } },
};
const deployment: Deployment = {
  properties: { mode: 'Incremental', template, parameters: { size: { value: 4 } } },
};
const wrong: Deployment = {
  properties: { mode: 'Incremental', template: { ...template, resources: [{ name: "[nothing('x')]" }] } },
};

const lastOf = ({ id = '' }: { readonly id?: string | undefined }) => id.split('/').at(-1);
const changesOf = ({ changes = [] }: WhatIfOperationResult) =>
  changes.map(({ resourceId, changeType }) => ({ name: lastOf({ id: resourceId }), changeType }));

await report([
  [
    'validate',
    async () => {
      const { properties } = await deployments.validate(group, 'made', deployment, polling);
      const { provisioningState, validatedResources } = properties ?? {};
      return { provisioningState, validated: validatedResources?.map(lastOf) };
    },
  ],
  ['what-if', async () => changesOf(await deployments.whatIf(group, 'made', deployment, polling))],
  [
    'create',
    async () => {
      const { name, properties } = await deployments.createOrUpdate(group, 'made', deployment, polling);
      const { provisioningState, mode, outputs, outputResources } = properties ?? {};
      return { name, provisioningState, mode, outputs, made: outputResources?.map(lastOf) };
    },
  ],
  ['what-if again', async () => changesOf(await deployments.whatIf(group, 'made', deployment, polling))],
  ['refused template', () => refusalOf(deployments.createOrUpdate(group, 'wrong', wrong, polling))],
  [
    'exists, read',
    async () => {
      const { body: missing } = await deployments.checkExistence(group, 'nothing');
      const { body: there } = await deployments.checkExistence(group, 'made');
      const { properties } = await deployments.get(group, 'made');
      const { templateHash, parameters } = properties ?? {};
      return { missing, there, hasHash: templateHash !== undefined, parameters };
    },
  ],
  [
    'list with paging',
    async () => {
      await deployments.createOrUpdate(group, 'again', deployment, polling);
      const read = await pages(
        deployments.listByResourceGroup(group, { top: 1 }).byPage(),
        ({ name }) => name,
      );
      return read.toSorted();
    },
  ],
  [
    'operations',
    async () => {
      const seen: unknown[] = [];
      for await (const { operationId = '' } of deploymentOperations.list(group, 'made')) {
        const { properties } = await deploymentOperations.get(group, 'made', operationId);
        const { provisioningOperation, provisioningState, targetResource } = properties ?? {};
        seen.push({
          provisioningOperation,
          provisioningState,
          target: targetResource && lastOf(targetResource),
        });
      }
      return seen;
    },
  ],
  [
    'export template',
    async () => {
      const exported = await deployments.exportTemplate(group, 'made');
      return JSON.stringify(exported.template) === JSON.stringify(template);
    },
  ],
  [
    'delete',
    async () => {
      await deployments.delete(group, 'made', polling);
      return refusalOf(deployments.get(group, 'made'));
    },
  ],
]);

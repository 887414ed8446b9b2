import { ComputeManagementClient } from '@azure/arm-compute';
import { ResourceManagementClient } from '@azure/arm-resources';
import { ManagedIdentityCredential } from '@azure/identity';
import {
  autorestOptions,
  credential,
  endpoint,
  polling,
  refusalOf,
  report,
  subscription,
} from './sdk-program.js';

/** As inside a VM: the environment says where the tokens of its identity are, in the way of the one or the other host. */
const [vmGroup = '', vmName = ''] = (process.env['SDK_MATRIX_VM'] ?? '').split('/');
const options = { endpoint, credentials: { scopes: [`${endpoint}/.default`] } };

const { resources } = new ResourceManagementClient(credential, subscription, autorestOptions);
const owner = new ComputeManagementClient(credential, subscription, options);
const inside = new ComputeManagementClient(new ManagedIdentityCredential(), subscription, options);

const READER = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';
const AUTHORIZATION = '2022-04-01';
const scope = `/subscriptions/${subscription}/resourceGroups/${vmGroup}`;
const assignment = `${scope}/providers/Microsoft.Authorization/roleAssignments/5f0e3b44-9f10-4c8e-8c4e-000000000001`;

await report([
  ['without a role', () => refusalOf(inside.virtualMachines.get(vmGroup, vmName))],
  [
    'as reader',
    async () => {
      const { identity } = await owner.virtualMachines.get(vmGroup, vmName);
      const roleDefinitionId = `/subscriptions/${subscription}/providers/Microsoft.Authorization/roleDefinitions/${READER}`;
      const properties = { roleDefinitionId, principalId: identity?.principalId };
      await resources.beginCreateOrUpdateByIdAndWait(assignment, AUTHORIZATION, { properties }, polling);
      return (await inside.virtualMachines.get(vmGroup, vmName)).name;
    },
  ],
  ['as reader, writing', () => refusalOf(inside.virtualMachines.start(vmGroup, vmName))],
  [
    'when the role is gone',
    async () => {
      await resources.beginDeleteByIdAndWait(assignment, AUTHORIZATION, polling);
      return refusalOf(inside.virtualMachines.get(vmGroup, vmName));
    },
  ],
]);

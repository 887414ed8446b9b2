import { NetworkManagementClient } from '@azure/arm-network';
import { ResourceManagementClient } from '@azure/arm-resources';
import {
  autorestOptions,
  credential,
  group,
  location,
  namesOf,
  polling,
  refusalOf,
  report,
  subscription,
} from './sdk-program.js';

const resources = new ResourceManagementClient(credential, subscription, autorestOptions);
const client = new NetworkManagementClient(credential, subscription, autorestOptions);
const { virtualNetworks, subnets, networkInterfaces, networkSecurityGroups, publicIPAddresses } = client;
await resources.resourceGroups.createOrUpdate(group, { location });

const idOf = ({ id = '' }: { id?: string }) => ({ id });

await report([
  [
    'virtual network',
    async () => {
      const { provisioningState, addressSpace } = await virtualNetworks.beginCreateOrUpdateAndWait(
        group,
        'net',
        { location, addressSpace: { addressPrefixes: ['10.0.0.0/16'] } },
        polling,
      );
      return { provisioningState, prefixes: addressSpace?.addressPrefixes };
    },
  ],
  [
    'subnet',
    async () => {
      const subnet = { addressPrefix: '10.0.1.0/24' };
      const { provisioningState, addressPrefix } = await subnets.beginCreateOrUpdateAndWait(
        group,
        'net',
        'default',
        subnet,
        polling,
      );
      return { provisioningState, addressPrefix };
    },
  ],
  [
    'network security group',
    async () => {
      const { securityRules, defaultSecurityRules } = await networkSecurityGroups.beginCreateOrUpdateAndWait(
        group,
        'nsg',
        {
          location,
          securityRules: [
            {
              name: 'ssh',
              protocol: 'Tcp',
              direction: 'Inbound',
              access: 'Allow',
              priority: 1000,
              sourceAddressPrefix: '*',
              sourcePortRange: '*',
              destinationAddressPrefix: '*',
              destinationPortRange: '22',
            },
          ],
        },
        polling,
      );
      return {
        rules: securityRules?.map(({ name }) => name),
        hasDefaults: (defaultSecurityRules?.length ?? 0) > 0,
      };
    },
  ],
  [
    'public IP address',
    async () => {
      const { provisioningState, publicIPAllocationMethod, ipAddress } =
        await publicIPAddresses.beginCreateOrUpdateAndWait(
          group,
          'ip',
          { location, sku: { name: 'Standard' }, publicIPAllocationMethod: 'Static' },
          polling,
        );
      return { provisioningState, publicIPAllocationMethod, hasAddress: ipAddress !== undefined };
    },
  ],
  [
    'NIC with accelerated networking',
    async () => {
      const nic = await networkInterfaces.beginCreateOrUpdateAndWait(
        group,
        'nic',
        {
          location,
          enableAcceleratedNetworking: true,
          networkSecurityGroup: idOf(await networkSecurityGroups.get(group, 'nsg')),
          ipConfigurations: [
            {
              name: 'ip',
              subnet: idOf(await subnets.get(group, 'net', 'default')),
              publicIPAddress: idOf(await publicIPAddresses.get(group, 'ip')),
            },
          ],
        },
        polling,
      );
      const [configuration] = nic.ipConfigurations ?? [];
      return {
        isAccelerated: nic.enableAcceleratedNetworking,
        address: configuration?.privateIPAddress,
        hasSecurityGroup: nic.networkSecurityGroup?.id?.endsWith('/networkSecurityGroups/nsg'),
        hasPublicAddress: configuration?.publicIPAddress?.id?.endsWith('/publicIPAddresses/ip'),
      };
    },
  ],
  [
    'update tags',
    async () => (await networkInterfaces.updateTags(group, 'nic', { tags: { shift: 'day' } })).tags,
  ],
  [
    'lists',
    async () => [
      await namesOf(virtualNetworks.list(group)),
      await namesOf(subnets.list(group, 'net')),
      await namesOf(networkInterfaces.list(group)),
      await namesOf(networkSecurityGroups.list(group)),
      await namesOf(publicIPAddresses.list(group)),
    ],
  ],
  [
    'refused deletion of what is in use',
    () => refusalOf(networkSecurityGroups.beginDeleteAndWait(group, 'nsg', polling)),
  ],
  [
    'delete',
    async () => {
      await networkInterfaces.beginDeleteAndWait(group, 'nic', polling);
      await publicIPAddresses.beginDeleteAndWait(group, 'ip', polling);
      await networkSecurityGroups.beginDeleteAndWait(group, 'nsg', polling);
      await subnets.beginDeleteAndWait(group, 'net', 'default', polling);
      await virtualNetworks.beginDeleteAndWait(group, 'net', polling);
      return namesOf(virtualNetworks.list(group));
    },
  ],
]);

import { ArmModule } from '../../src/arm/arm.module.js';
import { DeploymentsModule } from '../../src/deployments/deployments.module.js';
import { DeploymentDriver } from '../../src/deployments/driver/deployment-driver.js';
import { type DeploymentPace, REAL_PACE } from '../../src/deployments/driver/deployment-pace.js';
import { type ArmAnswer, ArmTestApp, groupPath } from './arm-app.js';

/** Templates as clients write them, and an application that deploys them without waiting between questions. */

export const deploymentPath = (group: string, name: string) =>
  groupPath(group, `Microsoft.Resources/deployments/${name}`);

/** Asks again as soon as whatever else is to be done has been done. */
export const EAGER_PACE: DeploymentPace = {
  ...REAL_PACE,
  pause: () => new Promise((resolve) => setImmediate(resolve)),
};

export function openDeployments(pace: DeploymentPace = EAGER_PACE): Promise<ArmTestApp> {
  return ArmTestApp.open({ modules: [ArmModule, DeploymentsModule.withPace(pace)] });
}

/** Waits until no deployment is driven and no operation is under way. */
export async function deployed(arm: ArmTestApp): Promise<void> {
  await arm.app.get(DeploymentDriver).settled();
  await arm.settled();
}

/** Deploys, waits for the end, and answers with the deployment. */
export async function deploy(
  arm: ArmTestApp,
  path: string,
  properties: object,
  more: object = {},
): Promise<ArmAnswer['body']> {
  await arm.ok('PUT', path, { ...more, properties: { mode: 'Incremental', ...properties } });
  await deployed(arm);
  return arm.ok('GET', path);
}

export const templateOf = (members: object) => ({
  $schema: 'https://schema.management.azure.com/schemas/2015-01-01/deploymentTemplate.json#',
  contentVersion: '1.0.0.0',
  parameters: {},
  variables: {},
  resources: [],
  outputs: {},
  ...members,
});

export const vnetResource = (name: string, members: object = {}) => ({
  type: 'Microsoft.Network/virtualNetworks',
  name,
  location: 'eastus',
  apiVersion: '2015-06-15',
  dependsOn: [],
  tags: {},
  properties: {
    addressSpace: { addressPrefixes: ['10.0.0.0/16'] },
    subnets: [{ name: 'default', properties: { addressPrefix: '10.0.0.0/24' } }],
  },
  ...members,
});

/** What `az vm create` deploys: literals, relative ids in `dependsOn`, nulls, and the password as a parameter. */
export function azVmTemplate(group: string, vm: string): object {
  const network = (type: string, name: string) => groupPath(group, `Microsoft.Network/${type}/${name}`);
  const common = { location: 'eastus', tags: {} };
  return templateOf({
    parameters: {
      adminPassword: { type: 'securestring', metadata: { description: 'Secure adminPassword' } },
    },
    resources: [
      {
        ...vnetResource(`${vm}VNET`),
        properties: {
          addressSpace: { addressPrefixes: ['10.0.0.0/16'] },
          subnets: [{ name: `${vm}Subnet`, properties: { addressPrefix: '10.0.0.0/24' } }],
        },
      },
      {
        ...common,
        type: 'Microsoft.Network/networkSecurityGroups',
        name: `${vm}NSG`,
        apiVersion: '2015-06-15',
        dependsOn: [],
        properties: {
          securityRules: [
            {
              name: 'default-allow-ssh',
              properties: {
                protocol: 'Tcp',
                sourcePortRange: '*',
                destinationPortRange: '22',
                sourceAddressPrefix: '*',
                destinationAddressPrefix: '*',
                access: 'Allow',
                priority: 1000,
                direction: 'Inbound',
              },
            },
          ],
        },
      },
      {
        ...common,
        type: 'Microsoft.Network/publicIPAddresses',
        name: `${vm}PublicIP`,
        apiVersion: '2022-01-01',
        dependsOn: [],
        properties: { publicIPAllocationMethod: 'Static' },
        sku: { name: 'Standard' },
      },
      {
        ...common,
        type: 'Microsoft.Network/networkInterfaces',
        name: `${vm}VMNic`,
        apiVersion: '2015-06-15',
        dependsOn: [
          `Microsoft.Network/virtualNetworks/${vm}VNET`,
          `Microsoft.Network/networkSecurityGroups/${vm}NSG`,
          `Microsoft.Network/publicIpAddresses/${vm}PublicIP`,
        ],
        properties: {
          ipConfigurations: [
            {
              name: `ipconfig${vm}`,
              properties: {
                privateIPAllocationMethod: 'Dynamic',
                subnet: { id: `${network('virtualNetworks', `${vm}VNET`)}/subnets/${vm}Subnet` },
                publicIPAddress: { id: network('publicIPAddresses', `${vm}PublicIP`) },
              },
            },
          ],
          networkSecurityGroup: { id: network('networkSecurityGroups', `${vm}NSG`) },
        },
      },
      vmResource(group, vm),
    ],
    outputs: {
      address: {
        type: 'string',
        value: `[reference('${vm}VMNic').ipConfigurations[0].properties.privateIPAddress]`,
      },
    },
  });
}

function vmResource(group: string, vm: string): object {
  return {
    apiVersion: '2024-11-01',
    type: 'Microsoft.Compute/virtualMachines',
    name: vm,
    location: 'eastus',
    tags: {},
    dependsOn: [`Microsoft.Network/networkInterfaces/${vm}VMNic`],
    properties: {
      hardwareProfile: { vmSize: 'Standard_D2s_v5' },
      networkProfile: {
        networkInterfaces: [
          {
            id: groupPath(group, `Microsoft.Network/networkInterfaces/${vm}VMNic`),
            properties: { deleteOption: null },
          },
        ],
      },
      storageProfile: {
        osDisk: {
          createOption: 'fromImage',
          name: null,
          caching: 'ReadWrite',
          managedDisk: { storageAccountType: null },
        },
        imageReference: {
          publisher: 'Canonical',
          offer: 'ubuntu-24_04-lts',
          sku: 'server',
          version: 'latest',
        },
      },
      osProfile: {
        computerName: vm,
        adminUsername: 'azureuser',
        adminPassword: "[parameters('adminPassword')]",
      },
      additionalCapabilities: { hibernationEnabled: true },
    },
  };
}

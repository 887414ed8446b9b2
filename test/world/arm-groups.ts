import { type ArmAnswer, type ArmTestApp, groupPath } from './arm-app.js';

/** Paths in any group, bodies of what is put there, and the steps that stories begin with. */

export const network = (group: string, name = 'net') =>
  groupPath(group, `Microsoft.Network/virtualNetworks/${name}`);
export const nic = (group: string, name: string) =>
  groupPath(group, `Microsoft.Network/networkInterfaces/${name}`);
export const disk = (group: string, name: string) => groupPath(group, `Microsoft.Compute/disks/${name}`);
export const vm = (group: string, name: string) =>
  groupPath(group, `Microsoft.Compute/virtualMachines/${name}`);

export const NETWORK_BODY = {
  location: 'East US',
  properties: {
    addressSpace: { addressPrefixes: ['10.0.0.0/16'] },
    subnets: [{ name: 'default', properties: { addressPrefix: '10.0.0.0/24' } }],
  },
};
export const nicBody = (group: string, properties: object = {}, ip: object = {}) => ({
  location: 'eastus',
  properties: {
    ipConfigurations: [
      { name: 'ip', properties: { subnet: { id: `${network(group)}/subnets/default` }, ...ip } },
    ],
    ...properties,
  },
});
export const vmBody = (nicIds: readonly string[], properties: object = {}) => ({
  location: 'eastus',
  tags: { shift: 'night' },
  properties: {
    hardwareProfile: { vmSize: 'standard_d2s_v5' },
    additionalCapabilities: { hibernationEnabled: true },
    storageProfile: {
      imageReference: { publisher: 'Canonical', offer: 'ubuntu-24_04-lts', sku: 'server', version: 'latest' },
      osDisk: { createOption: 'FromImage', managedDisk: { storageAccountType: null }, name: null },
      dataDisks: [{ lun: 0, createOption: 'Empty', diskSizeGB: 32 }],
    },
    osProfile: {
      computerName: 'vm',
      adminUsername: 'azureuser',
      adminPassword: 'Never-shown-1',
      customData: 'c2VjcmV0',
    },
    networkProfile: { networkInterfaces: nicIds.map((id) => ({ id })) },
    ...properties,
  },
});

/** A group with a network and NICs. */
export async function prepare(arm: ArmTestApp, group: string, nics: readonly string[] = []): Promise<void> {
  await arm.ok('PUT', groupPath(group), { location: 'eastus' });
  await arm.ok('PUT', network(group), NETWORK_BODY);
  for (const name of nics) await arm.ok('PUT', nic(group, name), nicBody(group));
}

export async function createVm(
  arm: ArmTestApp,
  group: string,
  name: string,
  properties: object = {},
): Promise<void> {
  await prepare(arm, group, [`${name}-nic`]);
  await arm.ok('PUT', vm(group, name), vmBody([nic(group, `${name}-nic`)], properties));
  await arm.settled();
}

export async function act(arm: ArmTestApp, path: string): Promise<ArmAnswer> {
  const answer = await arm.send('POST', path);
  if (answer.status !== 202) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  await arm.settled();
  return answer;
}

export const codesOf = (view: ArmAnswer['body']): string[] =>
  view.statuses.map(({ code }: { code: string }) => code);

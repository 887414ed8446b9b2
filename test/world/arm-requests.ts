import { ArmTestApp, groupPath } from './arm-app.js';

/** Paths and bodies of requests that are right; a test changes one member and has a request that is wrong. */

/** The group of all requests. */
export const G = 'g';
export const network = (name: string) => groupPath(G, `Microsoft.Network/virtualNetworks/${name}`);
export const nic = (name: string) => groupPath(G, `Microsoft.Network/networkInterfaces/${name}`);
export const disk = (name: string) => groupPath(G, `Microsoft.Compute/disks/${name}`);
export const vm = (name: string) => groupPath(G, `Microsoft.Compute/virtualMachines/${name}`);
export const MISSING = groupPath('missing', 'Microsoft.Compute/virtualMachines/vm');
export const SUBNET = `${network('net')}/subnets/default`;

export const location = 'eastus';
export const networkBody = (properties: object = {}) => ({
  location,
  properties: {
    addressSpace: { addressPrefixes: ['10.0.0.0/16'] },
    subnets: [{ name: 'default', properties: { addressPrefix: '10.0.0.0/24' } }],
    ...properties,
  },
});
export const nicBody = (properties: object = {}, ip: object = {}) => ({
  location,
  properties: {
    ipConfigurations: [{ name: 'ip', properties: { subnet: { id: SUBNET }, ...ip } }],
    ...properties,
  },
});
export const diskBody = (properties: object = {}, more: object = {}) => ({
  location,
  properties: { creationData: { createOption: 'Empty' }, diskSizeGB: 8, ...properties },
  ...more,
});
export const IMAGE = { publisher: 'Canonical', offer: 'ubuntu-24_04-lts', sku: 'server', version: 'latest' };
export const vmBody = (properties: object = {}, more: object = {}) => ({
  location,
  properties: {
    hardwareProfile: { vmSize: 'Standard_D2s_v5' },
    storageProfile: { imageReference: IMAGE, osDisk: { createOption: 'FromImage' } },
    ...properties,
  },
  ...more,
});
export const storage = (
  osDisk: object,
  dataDisks: readonly object[] = [],
  image: object | undefined = IMAGE,
) => ({
  storageProfile: { imageReference: image, osDisk: { createOption: 'FromImage', ...osDisk }, dataDisks },
});
export const hibernating = (properties: object = {}) =>
  vmBody({ additionalCapabilities: { hibernationEnabled: true }, ...properties });

/** A cloud in which a VM runs, with free and used parts around it. */
export async function openCloudWithVm(): Promise<ArmTestApp> {
  const arm = await ArmTestApp.open();
  await arm.cloud.addHost('host-a');
  await arm.ok('PUT', groupPath(G), { location });
  await arm.ok('PUT', network('net'), networkBody());
  await arm.ok('PUT', nic('free'), nicBody());
  await arm.ok('PUT', nic('used'), nicBody({ macAddress: '00-0D-3A-00-00-01' }));
  await arm.ok('PUT', disk('free'), diskBody());
  await arm.ok('PUT', disk('shareable'), diskBody({ maxShares: 2 }));
  await arm.ok('PUT', vm('vm'), vmBody({ networkProfile: { networkInterfaces: [{ id: nic('used') }] } }));
  await arm.settled();
  return arm;
}

/** A request that is wrong, and how it must be refused. */
export interface WrongRequest {
  readonly what: string;
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly refused: readonly [status: number, code: string, target: string | undefined];
}

export function wrong(
  what: string,
  method: string,
  path: string,
  body: unknown,
  status: number,
  code: string,
  target?: string,
): WrongRequest {
  return { what, method, path, body, refused: [status, code, target] };
}

/** What came of a wrong request: it must be refused as it says, and leave everything as it was (TORPOR-3). */
export async function outcomeOf(
  arm: ArmTestApp,
  { method, path, body }: WrongRequest,
): Promise<{ readonly refused: WrongRequest['refused']; readonly hasChanged: boolean }> {
  const before = await arm.snapshot();
  const answer = await arm.send(method, path, body);
  const { error } = answer.body;
  const refused = [answer.status, error.code, error.target] as const;
  return { refused, hasChanged: (await arm.snapshot()) !== before };
}

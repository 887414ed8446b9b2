import { BUILT_IN_POLICIES } from '#libs/guid-policy';
import { AUDIENCE, SECRET } from '../world/identity-app.js';
import { templateOf, vnetResource } from '../world/deployment-templates.js';
import { SUBSCRIPTION } from '../world/stored-cloud.js';

/** The service principal that no request takes away. */
export const RESIDENT_ID = '55555555-5555-4555-8555-555555555555';

/** A request that succeeds when all before it did. */
export interface SoundRequest {
  readonly method: 'PUT' | 'PATCH' | 'POST' | 'GET';
  readonly path: string;
  /** Text is a form. */
  readonly body?: object | string;
}

const S = `/subscriptions/${SUBSCRIPTION}`;
const G = `${S}/resourceGroups/g`;
const COMPUTE = `${G}/providers/Microsoft.Compute`;
const NETWORK = `${G}/providers/Microsoft.Network`;
const EMULATOR = `${S}/providers/Torpor.Emulator`;
const VM = `${COMPUTE}/virtualMachines/a`;
const SCHEDULE = `${S}/providers/Microsoft.ComputeSchedule/locations/eastus`;
const READER = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';
/** Names of role assignments: each is made at one scope. */
export const ASSIGNMENTS = [1, 2, 3, 4, 5].map((last) => `b6a0c1c6-0f5e-4d55-9d3d-00000000000${last}`);

const at = (path: string, body: object = {}): SoundRequest => ({
  method: 'PUT',
  path,
  body: { location: 'eastus', tags: { a: 'b' }, ...body },
});
const put = (path: string, properties: object): SoundRequest => ({
  method: 'PUT',
  path,
  body: { properties },
});
const post = (path: string, body?: object | string): SoundRequest => ({
  method: 'POST',
  path,
  ...(body === undefined ? {} : { body }),
});
const get = (path: string): SoundRequest => ({ method: 'GET', path });

const EXPERIMENT = {
  name: 'small',
  scenario: {
    fleet: { vms: 10, groups: { office: 1 }, machines: { size: 'Standard_D2s_v5' } },
    clusters: {
      types: { only: { vcpus: 64, memoryGib: 256, generation: 'intel-ice-lake' } },
      hosts: 2,
    },
    schedule: { groups: { office: { firstStart: { from: '06:00', within: '1h' } } } },
  },
};

const NETWORKS: readonly SoundRequest[] = [
  at(`${NETWORK}/virtualNetworks/net`, {
    properties: {
      addressSpace: { addressPrefixes: ['10.0.0.0/16'] },
      subnets: [{ name: 'default', properties: { addressPrefix: '10.0.0.0/24' } }],
    },
  }),
  put(`${NETWORK}/virtualNetworks/net/subnets/b`, { addressPrefix: '10.0.1.0/24' }),
  at(`${NETWORK}/networkSecurityGroups/a`),
  put(`${NETWORK}/networkSecurityGroups/a/securityRules/a`, {
    protocol: 'Tcp',
    sourcePortRange: '*',
    destinationPortRange: '22',
    sourceAddressPrefix: '*',
    destinationAddressPrefix: '*',
    access: 'Allow',
    priority: 1000,
    direction: 'Inbound',
  }),
  at(`${NETWORK}/publicIPAddresses/a`, {
    sku: { name: 'Standard' },
    properties: { publicIPAllocationMethod: 'Static' },
  }),
  ...['a', 'b'].map((name) =>
    at(`${NETWORK}/networkInterfaces/${name}`, {
      properties: {
        ipConfigurations: [
          {
            name: 'a',
            properties: { subnet: { id: `${NETWORK}/virtualNetworks/net/subnets/default` } },
          },
        ],
        ...(name === 'a' ? { enableAcceleratedNetworking: true } : {}),
      },
    }),
  ),
];

const KEPT: readonly SoundRequest[] = [
  at(`${COMPUTE}/availabilitySets/a`, { sku: { name: 'Aligned' }, properties: {} }),
  at(`${COMPUTE}/proximityPlacementGroups/a`),
  at(`${COMPUTE}/sshPublicKeys/a`, { properties: { publicKey: 'ssh-rsa AAAA' } }),
  at(`${COMPUTE}/sshPublicKeys/b`),
  post(`${COMPUTE}/sshPublicKeys/b/generateKeyPair`),
  at(`${COMPUTE}/images/a`, {
    properties: {
      storageProfile: { osDisk: { osType: 'Linux', osState: 'Generalized', blobUri: 'https://b/x.vhd' } },
    },
  }),
  at(`${COMPUTE}/galleries/a`, { properties: { description: 'd' } }),
  at(`${COMPUTE}/galleries/a/images/a`, {
    properties: {
      osType: 'Linux',
      osState: 'Generalized',
      identifier: { publisher: 'p', offer: 'o', sku: 's' },
    },
  }),
  at(`${COMPUTE}/galleries/a/images/a/versions/1.0.0`, {
    properties: { storageProfile: { source: { id: 'x' } } },
  }),
  at(`${COMPUTE}/capacityReservationGroups/a`),
  at(`${COMPUTE}/capacityReservationGroups/a/capacityReservations/a`, {
    sku: { name: 'Standard_D2s_v5', capacity: 2 },
  }),
  at(`${COMPUTE}/hostGroups/a`, { properties: { platformFaultDomainCount: 1 } }),
  at(`${COMPUTE}/hostGroups/a/hosts/a`, { sku: { name: 'DSv3-Type1' } }),
];

const grant = { access: 'Read', durationInSeconds: 600 };
const DISKS: readonly SoundRequest[] = [
  at(`${COMPUTE}/disks/a`, {
    sku: { name: 'Premium_LRS' },
    properties: { creationData: { createOption: 'Empty' }, diskSizeGB: 32 },
  }),
  post(`${COMPUTE}/disks/a/beginGetAccess`, grant),
  post(`${COMPUTE}/disks/a/endGetAccess`),
  at(`${COMPUTE}/snapshots/a`, {
    properties: { creationData: { createOption: 'Copy', sourceResourceId: `${COMPUTE}/disks/a` } },
  }),
  post(`${COMPUTE}/snapshots/a/beginGetAccess`, grant),
  post(`${COMPUTE}/snapshots/a/endGetAccess`),
];

const vm = (name: string) =>
  at(`${COMPUTE}/virtualMachines/${name}`, {
    identity: { type: 'SystemAssigned' },
    properties: {
      hardwareProfile: { vmSize: 'Standard_D2s_v5' },
      additionalCapabilities: { hibernationEnabled: true },
      storageProfile: {
        imageReference: {
          publisher: 'Canonical',
          offer: 'ubuntu-24_04-lts',
          sku: 'server',
          version: 'latest',
        },
        osDisk: { createOption: 'FromImage' },
        dataDisks: [{ lun: 0, createOption: 'Empty', diskSizeGB: 32 }],
      },
      osProfile: { computerName: 'vm', adminUsername: 'azureuser', adminPassword: 'Never-shown-1' },
      networkProfile: { networkInterfaces: [{ id: `${NETWORK}/networkInterfaces/${name}` }] },
      diagnosticsProfile: { bootDiagnostics: { enabled: true } },
    },
  });
const VMS: readonly SoundRequest[] = [
  vm('a'),
  vm('b'),
  at(`${VM}/extensions/a`, {
    properties: {
      publisher: 'Microsoft.CPlat.Core',
      type: 'LinuxHibernateExtension',
      typeHandlerVersion: '1.0',
    },
  }),
  post(`${VM}/runCommand`, { commandId: 'RunShellScript', script: ['true'] }),
  post(`${VM}/retrieveBootDiagnosticsData`),
  post(`${VM}/providers/Torpor.Emulator/instanceMetadata`),
  put(`${VM}/providers/Torpor.Emulator/emulation/default`, { policy: 'azure' }),
  post(`${VM}/deallocate?hibernate=true`),
  post(`${VM}/start`),
  get(`${VM}/providers/Torpor.Emulator/explanations/last`),
  get(`${VM}/providers/Torpor.Emulator/pins/default`),
];

const DEPLOYMENT = { mode: 'Incremental', template: templateOf({ resources: [vnetResource('net-b')] }) };
const deployments = (scope: string): readonly SoundRequest[] => {
  const path = `${scope}/providers/Microsoft.Resources/deployments/a`;
  const isAtGroup = scope === G;
  const properties = isAtGroup ? DEPLOYMENT : { ...DEPLOYMENT, template: templateOf({}) };
  const body = isAtGroup ? { properties } : { location: 'eastus', properties };
  return [
    post(`${path}/validate`, body),
    post(`${path}/whatIf`, body),
    { method: 'PUT', path, body },
    get(`${path}/operations`),
  ];
};

const assignment = (scope: string, index: number) =>
  put(`${scope}/providers/Microsoft.Authorization/roleAssignments/${ASSIGNMENTS[index]}`, {
    roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${READER}`,
    principalId: RESIDENT_ID,
  });
const SCOPES = [S, G, VM, `${VM}/extensions/a`];
const tags = (scope: string) =>
  put(`${scope}/providers/Microsoft.Resources/tags/default`, { tags: { a: 'b' } });

const APP_ID = '66666666-6666-4666-8666-666666666666';
const TOKEN_REQUEST = `grant_type=client_credentials&client_id=${APP_ID}&client_secret=${SECRET}`;

const RIGHTS: readonly SoundRequest[] = [
  put('/providers/Torpor.Emulator/servicePrincipals/a', { displayName: 'a', appId: APP_ID, secret: SECRET }),
  post('/providers/Torpor.Emulator/servicePrincipals/a/newSecret', { secret: SECRET }),
  post('/adfs/oauth2/token', `${TOKEN_REQUEST}&resource=${AUDIENCE}`),
  post('/adfs/oauth2/v2.0/token', `${TOKEN_REQUEST}&scope=${AUDIENCE}/.default`),
  ...['', ...SCOPES].map(assignment),
  ...[...SCOPES, `${COMPUTE}/galleries/a/images/a/versions/1.0.0`].map(tags),
  put(`/providers/Torpor.Emulator/subscriptions/${SUBSCRIPTION}`, { displayName: 'a' }),
  post('/v1.0/directoryObjects/getByIds', { ids: [RESIDENT_ID] }),
  get(`/v1.0/servicePrincipals/${RESIDENT_ID}`),
  get(`${S}/providers/Microsoft.Features/providers/Microsoft.Compute/features/VMHibernationPreview`),
];

const { name: _azure, ...POLICY } = BUILT_IN_POLICIES.azure;
const resources = { ids: [`${COMPUTE}/virtualMachines/b`] };
const executionParameters = { retryPolicy: { retryCount: 1 } };
const schedule = { deadline: '2099-01-01T00:00:00Z', timezone: 'UTC', deadlineType: 'InitiateAt' };
const operationIds = ['00000000-0000-4000-8000-000000000000'];

const EMULATED: readonly SoundRequest[] = [
  put(`${EMULATOR}/hosts/a`, {
    generation: 'intel-ice-lake',
    capacity: { vcpus: 16, memoryMib: 65_536 },
  }),
  post(`${EMULATOR}/hosts/a/drain`),
  post(`${EMULATOR}/hosts/a/undrain`),
  post(`${EMULATOR}/hosts/a/fail`),
  post(`${EMULATOR}/hosts/a/repair`),
  put(`${EMULATOR}/policies/a`, POLICY),
  post(`${EMULATOR}/policies/azure/activate`),
  put(`${EMULATOR}/guestProfiles/a`, { distribution: 'Mine 1', kernelVersion: '6.13.4' }),
  put(`${EMULATOR}/jobs/a`, {
    action: 'restart',
    select: { virtualMachines: [{ resourceGroup: 'g', name: 'a' }] },
  }),
  put(`${EMULATOR}/faults/a`, { kind: 'allocation-failed', operations: ['start'] }),
  post(`${EMULATOR}/faults/a/disarm`),
  put(`${EMULATOR}/throttling/default`, { enabled: true }),
  put(`${EMULATOR}/throttling/default`, { enabled: false }),
  put(`${EMULATOR}/clock/default`, { mode: 'manual' }),
  post(`${EMULATOR}/clock/default/advance`, { milliseconds: 1_000 }),
  put(`${EMULATOR}/clock/default`, { mode: 'immediate' }),
  post(`${VM}/providers/Torpor.Emulator/preflight`, {}),
  post(`${EMULATOR}/preflight`, { virtualMachine: { size: 'Standard_D2s_v5' } }),
  put(`${EMULATOR}/whatIfRuns/a`, { experiment: EXPERIMENT }),
  post(`${EMULATOR}/validateWhatIf`, { experiment: EXPERIMENT, set: { seed: '1' } }),
  post(`${EMULATOR}/expandWhatIf`, { experiment: EXPERIMENT }),
  get(`${EMULATOR}/operations`),
  ...['Start', 'Deallocate', 'Hibernate'].flatMap((verb) => [
    post(`${SCHEDULE}/virtualMachinesExecute${verb}`, { executionParameters, resources }),
    post(`${SCHEDULE}/virtualMachinesSubmit${verb}`, { schedule, executionParameters, resources }),
  ]),
  ...['CancelOperations', 'GetOperationErrors', 'GetOperationStatus'].map((verb) =>
    post(`${SCHEDULE}/virtualMachines${verb}`, { operationIds }),
  ),
];

/** A resource of every kind under the first of the words for names, and every action with a body, in a working order. */
export const SOUND_REQUESTS: readonly SoundRequest[] = [
  at(G),
  at(`${S}/resourceGroups/h`),
  ...NETWORKS,
  ...KEPT,
  ...DISKS,
  ...VMS,
  ...[G, S].flatMap(deployments),
  ...RIGHTS,
  ...EMULATED,
];

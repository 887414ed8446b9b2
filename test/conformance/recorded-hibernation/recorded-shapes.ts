/**
 * A real hibernation and resume, condensed to the shape of its answers: names of members and JSON types, no
 * values. Read in the test recording `VirtualMachineOperationsTests.canHibernateVirtualMachine.json` of
 * Azure/azure-sdk-assets (java/sdk/resourcemanager/azure-resourcemanager-compute), of 2024-12-13, versions
 * 2024-03-01 (network) and 2024-07-01 (compute): a Windows Server 2019 VM on Standard_D2as_v5.
 *
 * Left out is what the recording's own subscription put into the documents: tags and an identity that its
 * policies assign.
 */

/** JSON types by member; a list is shown by its first item. */
export type Shape = 'string' | 'number' | 'boolean' | readonly Shape[] | { readonly [member: string]: Shape };

export const GROUP: Shape = {
  id: 'string',
  name: 'string',
  type: 'string',
  location: 'string',
  properties: { provisioningState: 'string' },
};

/** The recording sends `tags: {}` and gets them back; without tags in the request there are none. */
export const NETWORK: Shape = {
  name: 'string',
  id: 'string',
  etag: 'string',
  type: 'string',
  location: 'string',
  properties: {
    provisioningState: 'string',
    resourceGuid: 'string',
    addressSpace: { addressPrefixes: ['string'] },
    privateEndpointVNetPolicies: 'string',
    dhcpOptions: { dnsServers: [] },
    subnets: [
      {
        name: 'string',
        id: 'string',
        etag: 'string',
        properties: {
          provisioningState: 'string',
          addressPrefix: 'string',
          delegations: [],
          privateEndpointNetworkPolicies: 'string',
          privateLinkServiceNetworkPolicies: 'string',
        },
        type: 'string',
      },
    ],
    virtualNetworkPeerings: [],
    enableDdosProtection: 'boolean',
  },
};

export const NIC: Shape = {
  name: 'string',
  id: 'string',
  etag: 'string',
  properties: {
    provisioningState: 'string',
    resourceGuid: 'string',
    ipConfigurations: [
      {
        name: 'string',
        id: 'string',
        etag: 'string',
        type: 'string',
        properties: {
          provisioningState: 'string',
          privateIPAddress: 'string',
          privateIPAllocationMethod: 'string',
          subnet: { id: 'string' },
          primary: 'boolean',
          privateIPAddressVersion: 'string',
        },
      },
    ],
    dnsSettings: { dnsServers: [], appliedDnsServers: [], internalDomainNameSuffix: 'string' },
    vnetEncryptionSupported: 'boolean',
    enableIPForwarding: 'boolean',
    disableTcpStateTracking: 'boolean',
    hostedWorkloads: [],
    tapConfigurations: [],
    nicType: 'string',
    allowPort25Out: 'boolean',
    auxiliaryMode: 'string',
    auxiliarySku: 'string',
  },
  type: 'string',
  location: 'string',
  kind: 'string',
};

const EXTENSION: Shape = {
  name: 'string',
  id: 'string',
  type: 'string',
  location: 'string',
  properties: {
    autoUpgradeMinorVersion: 'boolean',
    forceUpdateTag: 'string',
    provisioningState: 'string',
    enableAutomaticUpgrade: 'boolean',
    publisher: 'string',
    type: 'string',
    typeHandlerVersion: 'string',
    settings: { allowReboot: 'boolean' },
  },
};

/** The OS disk shows its name and id once it is there, its size and type while the VM is on a host. */
const OS_DISK = {
  creating: { managedDisk: { storageAccountType: 'string' }, diskSizeGB: 'number' },
  running: {
    name: 'string',
    managedDisk: { storageAccountType: 'string', id: 'string' },
    diskSizeGB: 'number',
  },
  hibernated: { name: 'string', managedDisk: { id: 'string' } },
} as const satisfies Readonly<Record<string, Shape>>;

const STATUS: Shape = { code: 'string', level: 'string', displayStatus: 'string' };
const TIMED_STATUS: Shape = { code: 'string', level: 'string', displayStatus: 'string', time: 'string' };

/** Statuses of a hibernated VM: only the first has a time. */
export const HIBERNATED_STATUSES: readonly Shape[] = [TIMED_STATUS, STATUS, STATUS];

/** The view of a hibernated VM: nothing that its agent would tell. */
const HIBERNATED_VIEW: Shape = {
  disks: [{ name: 'string', statuses: [TIMED_STATUS] }],
  hyperVGeneration: 'string',
  statuses: [TIMED_STATUS],
};

export function vmShape(state: keyof typeof OS_DISK, view?: 'with its view'): Shape {
  return {
    name: 'string',
    id: 'string',
    type: 'string',
    location: 'string',
    properties: {
      hardwareProfile: { vmSize: 'string' },
      provisioningState: 'string',
      vmId: 'string',
      additionalCapabilities: { hibernationEnabled: 'boolean' },
      storageProfile: {
        imageReference: {
          publisher: 'string',
          offer: 'string',
          sku: 'string',
          version: 'string',
          exactVersion: 'string',
        },
        osDisk: {
          osType: 'string',
          createOption: 'string',
          caching: 'string',
          deleteOption: 'string',
          ...OS_DISK[state],
        },
        dataDisks: [],
      },
      osProfile: {
        computerName: 'string',
        adminUsername: 'string',
        windowsConfiguration: {
          provisionVMAgent: 'boolean',
          enableAutomaticUpdates: 'boolean',
          patchSettings: { patchMode: 'string', assessmentMode: 'string' },
          enableVMAgentPlatformUpdates: 'boolean',
        },
        secrets: [],
        allowExtensionOperations: 'boolean',
        requireGuestProvisionSignal: 'boolean',
      },
      networkProfile: { networkInterfaces: [{ id: 'string', properties: { primary: 'boolean' } }] },
      ...(view === undefined ? {} : { instanceView: HIBERNATED_VIEW }),
      timeCreated: 'string',
    },
    etag: 'string',
    resources: [EXTENSION],
  };
}

export const RUNNING_OPERATION: Shape = { startTime: 'string', status: 'string', name: 'string' };
export const ENDED_OPERATION: Shape = { ...RUNNING_OPERATION, endTime: 'string' };

/** The shape of a document. */
export function shapeOfValue(value: unknown): Shape {
  if (Array.isArray(value)) return value.slice(0, 1).map(shapeOfValue);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, shapeOfValue(item)]));
  }
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return typeof value as 'string' | 'number' | 'boolean';
  }
  throw new Error(`no JSON type of the recording: ${String(value)}`);
}

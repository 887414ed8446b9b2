import type { CheckedAnswer } from './checked-answer.js';

/** Answers that keep the contract, to be broken in one place each. */

export const S = '00000000-0000-0000-0000-000000000001';
export const G = `/subscriptions/${S}/resourceGroups/g`;
export const VM = `${G}/providers/Microsoft.Compute/virtualMachines/vm`;
export const NETWORK = `${G}/providers/Microsoft.Network/virtualNetworks/net`;
export const OPERATION = '11111111-1111-4111-8111-111111111111';
export const STATUS_PATH = `/subscriptions/${S}/providers/Microsoft.Compute/locations/eastus/operations/${OPERATION}`;
export const STATUS_URL = `https://localhost:1${STATUS_PATH}?api-version=2024-11-01`;
export const TIME = '2026-01-02T03:04:05.678Z';

export const headers = {
  'cache-control': 'no-cache',
  pragma: 'no-cache',
  expires: '-1',
  'x-content-type-options': 'nosniff',
  'x-ms-request-id': OPERATION,
  'x-ms-correlation-request-id': OPERATION,
  'x-ms-routing-request-id': `TORPOR:20260102T030405Z:${OPERATION}`,
};
export const json = { ...headers, 'content-type': 'application/json; charset=utf-8' };
export const accepted = {
  ...headers,
  'azure-asyncoperation': STATUS_URL,
  'azure-asyncnotification': 'Enabled',
  location: `${STATUS_URL}&monitor=true`,
  'retry-after': '1',
};

// Documents are taken apart and put together again below.
// oxlint-disable-next-line typescript/no-explicit-any
export type Document = any;

export const RUNNING_DISK = {
  diskSizeGB: 30,
  managedDisk: { storageAccountType: 'Premium_LRS', id: `${G}/providers/Microsoft.Compute/disks/d` },
};
export const DEALLOCATED_DISK = { managedDisk: { id: `${G}/providers/Microsoft.Compute/disks/d` } };
export const PROVISIONED = {
  code: 'ProvisioningState/succeeded',
  level: 'Info',
  displayStatus: 'Provisioning succeeded',
  time: TIME,
};
export const RUNNING = { code: 'PowerState/running', level: 'Info', displayStatus: 'VM running' };
export const DEALLOCATED = { code: 'PowerState/deallocated', level: 'Info', displayStatus: 'VM deallocated' };
export const HIBERNATED = {
  code: 'HibernationState/Hibernated',
  level: 'Info',
  displayStatus: 'VM hibernated',
};

export const vm = (properties: object = {}, osDisk: object = RUNNING_DISK): Document => ({
  name: 'vm',
  id: VM,
  type: 'Microsoft.Compute/virtualMachines',
  location: 'eastus',
  etag: '"1"',
  properties: {
    hardwareProfile: { vmSize: 'Standard_D2s_v5' },
    provisioningState: 'Succeeded',
    vmId: OPERATION,
    storageProfile: {
      osDisk: { osType: 'Linux', createOption: 'FromImage', caching: 'ReadWrite', ...osDisk },
      dataDisks: [],
    },
    timeCreated: TIME,
    ...properties,
  },
});
export const networkDocument: Document = {
  name: 'net',
  id: NETWORK,
  type: 'Microsoft.Network/virtualNetworks',
  etag: `W/"${OPERATION}"`,
  location: 'eastus',
  properties: { provisioningState: 'Succeeded', addressSpace: { addressPrefixes: ['10.0.0.0/16'] } },
};

export const got = (body: Document, more: Partial<CheckedAnswer> = {}): CheckedAnswer => ({
  method: 'GET',
  url: `${VM}?api-version=2024-11-01`,
  status: 200,
  headers: { ...json, etag: body?.etag },
  body,
  ...more,
});
export const gotNetwork = (body: Document): CheckedAnswer =>
  got(body, { url: `${NETWORK}?api-version=2024-05-01` });
export const gotDisk = (properties: object, more: object = {}): CheckedAnswer =>
  got(
    {
      name: 'd',
      id: `${G}/providers/Microsoft.Compute/disks/d`,
      type: 'Microsoft.Compute/disks',
      location: 'eastus',
      properties,
      ...more,
    },
    { url: `${G}/providers/Microsoft.Compute/disks/d?api-version=2024-03-02`, headers: json },
  );
/** The view of a VM; of one that runs, unless `fromInside` is empty. */
export const gotView = (statuses: readonly object[], fromInside: object = { vmAgent: {} }): CheckedAnswer =>
  got({ statuses, ...fromInside }, { url: `${VM}/instanceView?api-version=2024-11-01`, headers: json });
export const action = (more: Partial<CheckedAnswer> = {}): CheckedAnswer => ({
  method: 'POST',
  url: `https://localhost:1${VM}/deallocate?hibernate=true&api-version=2024-11-01`,
  status: 202,
  headers: accepted,
  body: undefined,
  ...more,
});
export const poll = (body: Document, more: object = {}): CheckedAnswer => ({
  method: 'GET',
  url: STATUS_URL,
  status: 200,
  headers: { ...json, ...more },
  body,
});
export const refused = (body: Document, more: Partial<CheckedAnswer> = {}): CheckedAnswer =>
  got(body, { status: 409, headers: json, ...more });
export const expanded = (statuses: readonly object[], osDisk: object, more: object = {}): CheckedAnswer =>
  got(vm({ instanceView: { hyperVGeneration: 'V2', disks: [], statuses, ...more } }, osDisk), {
    url: `${VM}?$expand=instanceView&api-version=2024-11-01`,
    headers: json,
  });
export const page = (...vms: readonly Document[]): CheckedAnswer =>
  got(
    { value: vms },
    { url: `${G}/providers/Microsoft.Compute/virtualMachines?api-version=1`, headers: json },
  );

export function without(headersOf: object, name: string): CheckedAnswer['headers'] {
  return Object.fromEntries(Object.entries(headersOf).filter(([key]) => key !== name));
}

export const broken = (change: (document: Document) => void): CheckedAnswer => {
  const document = vm();
  change(document);
  return got(document);
};

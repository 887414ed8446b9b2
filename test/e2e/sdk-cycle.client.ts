import { ComputeManagementClient, type VirtualMachine } from '@azure/arm-compute';

/**
 * A program that knows Azure and nothing of Torpor: the unmodified SDK, pointed at an endpoint. Prints one JSON
 * line of what it saw. Trust in the development CA comes from NODE_EXTRA_CA_CERTS, as for any Node program.
 */
const endpoint = required('TORPOR_URL');
const token = required('TORPOR_TOKEN');
const subscription = required('TORPOR_SUBSCRIPTION');
const GROUP = 'sdk';
const VM = 'vm-1';

const client = new ComputeManagementClient(
  { getToken: async () => ({ token, expiresOnTimestamp: Date.now() + 3_600_000 }) },
  subscription,
  { endpoint, credentials: { scopes: [`${endpoint}/.default`] } },
);

const options = { updateIntervalInMs: 50 };
const nicId = await prepareNetwork();
const vm: VirtualMachine = {
  location: 'eastus',
  tags: { shift: 'night' },
  hardwareProfile: { vmSize: 'Standard_D2s_v5' },
  additionalCapabilities: { hibernationEnabled: true },
  storageProfile: {
    imageReference: { publisher: 'Canonical', offer: 'ubuntu-24_04-lts', sku: 'server', version: 'latest' },
    osDisk: { createOption: 'FromImage', diskSizeGB: 64, managedDisk: { storageAccountType: 'Premium_LRS' } },
    dataDisks: [{ lun: 0, createOption: 'Empty', diskSizeGB: 128 }],
  },
  osProfile: { computerName: VM, adminUsername: 'azureuser', adminPassword: 'Not-shown-again-1' },
  networkProfile: { networkInterfaces: [{ id: nicId, primary: true }] },
};

const created = await client.virtualMachines.createOrUpdate(GROUP, VM, vm, options);
const running = await statuses();
await client.virtualMachines.deallocate(GROUP, VM, { hibernate: true, ...options });
const hibernated = await statuses();
const asleep = await client.virtualMachines.get(GROUP, VM);
const refused = await codeOf(
  client.virtualMachines.update(GROUP, VM, { hardwareProfile: { vmSize: 'Standard_D4s_v5' } }, options),
);
await client.virtualMachines.start(GROUP, VM, options);
const resumed = await statuses();
await client.virtualMachines.update(GROUP, VM, { tags: { shift: 'day' } }, options);
await client.virtualMachines.powerOff(GROUP, VM, options);
const stopped = await statuses();
await client.virtualMachines.start(GROUP, VM, options);
await client.virtualMachines.restart(GROUP, VM, options);
await client.virtualMachines.deallocate(GROUP, VM, options);
const deallocated = await statuses();
const listed: string[] = [];
for await (const { name, tags } of client.virtualMachines.list(GROUP))
  listed.push(`${name} ${tags?.['shift']}`);
await client.virtualMachines.delete(GROUP, VM, options);
const missing = await codeOf(client.virtualMachines.get(GROUP, VM));

process.stdout.write(
  `${JSON.stringify({
    created: {
      provisioningState: created.provisioningState,
      hibernationEnabled: created.additionalCapabilities?.hibernationEnabled,
      password: created.osProfile?.adminPassword ?? null,
      nics: created.networkProfile?.networkInterfaces?.length,
    },
    running,
    hibernated,
    asleep: {
      diskSizeGB: asleep.storageProfile?.osDisk?.diskSizeGB ?? null,
      storageAccountType: asleep.storageProfile?.osDisk?.managedDisk?.storageAccountType ?? null,
    },
    refused,
    resumed,
    stopped,
    deallocated,
    listed,
    missing,
  })}\n`,
);

async function statuses(): Promise<readonly (string | undefined)[]> {
  const view = await client.virtualMachines.instanceView(GROUP, VM);
  return (view.statuses ?? []).map(({ code }) => code);
}

async function codeOf(call: PromiseLike<unknown>): Promise<string> {
  try {
    await call;
    return 'no error';
  } catch (error) {
    const { statusCode, code } = error as { statusCode?: number; code?: string };
    return `${statusCode} ${code}`;
  }
}

/** Group, network and NIC by plain requests: this program is about the compute SDK. */
async function prepareNetwork(): Promise<string> {
  const group = `/subscriptions/${subscription}/resourceGroups/${GROUP}`;
  const network = `${group}/providers/Microsoft.Network/virtualNetworks/net`;
  const nic = `${group}/providers/Microsoft.Network/networkInterfaces/nic-1`;
  await put(group, { location: 'eastus' });
  await put(network, {
    location: 'eastus',
    properties: {
      addressSpace: { addressPrefixes: ['10.0.0.0/16'] },
      subnets: [{ name: 'default', properties: { addressPrefix: '10.0.0.0/24' } }],
    },
  });
  await put(nic, {
    location: 'eastus',
    properties: {
      enableAcceleratedNetworking: true,
      ipConfigurations: [{ name: 'ip', properties: { subnet: { id: `${network}/subnets/default` } } }],
    },
  });
  return nic;
}

async function put(path: string, body: object): Promise<void> {
  const answer = await fetch(`${endpoint}${path}?api-version=2024-05-01`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`PUT ${path}: ${answer.status} ${await answer.text()}`);
}

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
}

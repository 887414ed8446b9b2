import { ClientSecretCredential, DefaultAzureCredential } from '@azure/identity';
import { ComputeManagementClient } from '@azure/arm-compute';
import { SubscriptionClient } from '@azure/arm-resources-subscriptions';

/**
 * A program that knows Azure and nothing of Torpor: it reads the metadata of a cloud, logs in as the cloud says, and
 * lists what it may see. Prints one JSON line.
 */
const endpoint = required('TORPOR_URL');
const clientId = required('AZURE_CLIENT_ID');
const clientSecret = required('AZURE_CLIENT_SECRET');
const tenant = required('AZURE_TENANT_ID');

interface Metadata {
  readonly authentication: { readonly loginEndpoint: string; readonly audiences: readonly string[] };
}

const metadata = (await (
  await fetch(`${endpoint}/metadata/endpoints?api-version=2022-09-01`)
).json()) as Metadata;
const [audience = ''] = metadata.authentication.audiences;
const scope = `${audience}/.default`;
const adfs = new URL(metadata.authentication.loginEndpoint);

const credentials = {
  adfs: new ClientSecretCredential('adfs', clientId, clientSecret, {
    authorityHost: adfs.origin,
    disableInstanceDiscovery: true,
  }),
  entra: new ClientSecretCredential(tenant, clientId, clientSecret, {
    authorityHost: endpoint,
    disableInstanceDiscovery: true,
  }),
  environment: new DefaultAzureCredential({ authorityHost: endpoint, disableInstanceDiscovery: true }),
};

const seen: Record<string, unknown> = {};
for (const [name, credential] of Object.entries(credentials)) {
  const client = new SubscriptionClient(credential, { endpoint, credentialScopes: [scope] });
  const found: (string | undefined)[] = [];
  for await (const { displayName } of client.subscriptions.list()) found.push(displayName);
  seen[name] = found;
}

const compute = new ComputeManagementClient(credentials.adfs, required('TORPOR_SUBSCRIPTION'), {
  endpoint,
  credentials: { scopes: ['https://management.azure.com/.default'] },
});
const vms: unknown[] = [];
for await (const vm of compute.virtualMachines.listAll()) vms.push(vm.name);

const stranger = new ClientSecretCredential('adfs', clientId, 'not-the-secret-at-all', {
  authorityHost: endpoint,
  disableInstanceDiscovery: true,
});
const refused = await stranger.getToken(scope).then(
  () => 'let in',
  (error: Error) => /AADSTS\d+/.exec(error.message)?.[0] ?? error.message,
);

process.stdout.write(`${JSON.stringify({ ...seen, vms, refused })}\n`);

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
}

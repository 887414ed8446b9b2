import { SubscriptionClient } from '@azure/arm-resources-subscriptions';
import { ClientSecretCredential, DefaultAzureCredential } from '@azure/identity';
import { autorestOptions, endpoint, report } from './sdk-program.js';

/** Logs in with a secret, and asks for the subscriptions in that name. */
const tenant = process.env['AZURE_TENANT_ID'] ?? '';
const client = process.env['AZURE_CLIENT_ID'] ?? '';
const secret = process.env['AZURE_CLIENT_SECRET'] ?? '';
const options = { authorityHost: endpoint, disableInstanceDiscovery: true };

type Credential = ClientSecretCredential | DefaultAzureCredential;

const subscriptionsOf = async (credential: Credential) => {
  const states: unknown[] = [];
  for await (const { state } of new SubscriptionClient(credential, autorestOptions).subscriptions.list()) {
    states.push(state);
  }
  return states;
};

await report([
  [
    'client secret, tenant',
    () => subscriptionsOf(new ClientSecretCredential(tenant, client, secret, options)),
  ],
  [
    'client secret, adfs',
    () => subscriptionsOf(new ClientSecretCredential('adfs', client, secret, { authorityHost: endpoint })),
  ],
  [
    'client secret, wrong',
    async () => {
      try {
        await new ClientSecretCredential(tenant, client, 'wrong', options).getToken(`${endpoint}/.default`);
        return 'no error';
      } catch (error) {
        return /AADSTS\d+/.exec((error as Error).message)?.[0];
      }
    },
  ],
  // Reads authority, tenant, client and secret in the environment.
  [
    'default credential',
    () => subscriptionsOf(new DefaultAzureCredential({ disableInstanceDiscovery: true })),
  ],
]);

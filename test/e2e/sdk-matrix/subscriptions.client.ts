import { SubscriptionClient } from '@azure/arm-resources-subscriptions';
import { autorestOptions, credential, report, subscription } from './sdk-program.js';

const client = new SubscriptionClient(credential, autorestOptions);

await report([
  [
    'list',
    async () => {
      const listed: unknown[] = [];
      for await (const { subscriptionId, state } of client.subscriptions.list())
        listed.push({ subscriptionId, state });
      return listed;
    },
  ],
  ['read', async () => (await client.subscriptions.get(subscription)).displayName],
  [
    'locations',
    async () => {
      const names: unknown[] = [];
      for await (const { name } of client.subscriptions.listLocations(subscription)) names.push(name);
      return names.includes('eastus') && names.includes('westeurope');
    },
  ],
  [
    'tenants',
    async () => {
      const tenants: unknown[] = [];
      for await (const { tenantId } of client.tenants.list()) tenants.push(tenantId);
      return tenants.length;
    },
  ],
]);

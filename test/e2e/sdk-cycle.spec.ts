import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTypescript } from '../typescript-process/start-typescript.js';
import { registerHost, startServer, type RunningTestServer } from './running-server.js';

let server: RunningTestServer;

beforeAll(async () => {
  server = await startServer();
  await registerHost(server, 'host-a');
  await registerHost(server, 'host-b');
});
afterAll(() => server.close());

const SUCCEEDED = 'ProvisioningState/succeeded';

it('ARM-6 ARM-7 AZURE-35 AZURE-36 the unmodified compute SDK drives the whole cycle over TLS', async () => {
  const client = startTypescript('test/e2e/sdk-cycle.client.ts', {
    env: {
      NODE_EXTRA_CA_CERTS: server.caPath,
      TORPOR_URL: server.url,
      TORPOR_TOKEN: server.token,
      TORPOR_SUBSCRIPTION: server.subscription,
    },
  });
  const seen: unknown = JSON.parse(await client.line('{'));
  expect(await client.ended).toBe(0);
  expect(seen).toEqual({
    created: { provisioningState: 'Succeeded', hibernationEnabled: true, password: null, nics: 1 },
    running: [SUCCEEDED, 'PowerState/running'],
    hibernated: [SUCCEEDED, 'PowerState/deallocated', 'HibernationState/Hibernated'],
    asleep: { diskSizeGB: null, storageAccountType: null },
    refused: '409 OperationNotAllowed',
    resumed: [SUCCEEDED, 'PowerState/running'],
    stopped: [SUCCEEDED, 'PowerState/stopped'],
    deallocated: [SUCCEEDED, 'PowerState/deallocated'],
    listed: ['vm-1 day'],
    missing: '404 ResourceNotFound',
  });
});

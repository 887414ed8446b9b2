import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEVELOPMENT_APP_ID, DEVELOPMENT_SECRET } from '../../src/identity/development-principal.js';
import { startTypescript } from '../typescript-process/start-typescript.js';
import { type RunningTestServer, startServer } from './running-server.js';

let server: RunningTestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

async function seenBy(appId: string, secret: string): Promise<unknown> {
  const client = startTypescript('test/e2e/identity-login.client.ts', {
    env: {
      NODE_EXTRA_CA_CERTS: server.caPath,
      TORPOR_URL: server.url,
      TORPOR_SUBSCRIPTION: server.subscription,
      AZURE_CLIENT_ID: appId,
      AZURE_CLIENT_SECRET: secret,
      AZURE_TENANT_ID: '22222222-2222-2222-2222-222222222222',
    },
  });
  const seen: unknown = JSON.parse(await client.line('{'));
  expect(await client.ended).toBe(0);
  return seen;
}

const EVERYTHING = {
  adfs: ['Torpor'],
  entra: ['Torpor'],
  environment: ['Torpor'],
  vms: [],
  refused: 'AADSTS7000215',
};

it('ARM-35 ARM-32 unmodified clients log in over TLS, in the shape of ADFS and of Entra', async () => {
  expect(await seenBy(DEVELOPMENT_APP_ID, DEVELOPMENT_SECRET)).toEqual(EVERYTHING);
});

it('ARM-35 ARM-21 a service principal logs in with its secret and sees what it was given', async () => {
  const made = await server.call('PUT', '/providers/Torpor.Emulator/servicePrincipals/robot', {
    properties: { displayName: 'Robot' },
  });
  const { appId, objectId, secret } = (
    made.body as { properties: Record<'appId' | 'objectId' | 'secret', string> }
  ).properties;
  const assigned = await server.call(
    'PUT',
    `/subscriptions/${server.subscription}/providers/Microsoft.Authorization/roleAssignments/2d1c4b5e-1111-4222-8333-944455566677`,
    {
      properties: {
        roleDefinitionId:
          '/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7',
        principalId: objectId,
        principalType: 'ServicePrincipal',
      },
    },
  );
  expect([made.status, assigned.status]).toEqual([201, 201]);
  expect(await seenBy(appId, secret)).toEqual(EVERYTHING);
});

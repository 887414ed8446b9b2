import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ArmApp } from '../arm/create-app.js';
import {
  AUTHORIZED,
  createSampleApp,
  SUBSCRIPTION_ID,
  SUBSCRIPTIONS_PATH,
  VERSION,
} from '../arm/testing/sample-app.js';
import { findRegion } from './regions.js';

let arm: ArmApp;
beforeAll(async () => {
  arm = await createSampleApp();
});
afterAll(() => arm.close());

async function read(url: string): Promise<readonly [number, unknown]> {
  const answer = await arm.app.inject({
    method: 'GET',
    url,
    headers: { ...AUTHORIZED, host: 'torpor.test' },
  });
  return [answer.statusCode, answer.json()];
}

const SUBSCRIPTION = {
  id: SUBSCRIPTIONS_PATH,
  subscriptionId: SUBSCRIPTION_ID,
  tenantId: '22222222-2222-2222-2222-222222222222',
  displayName: 'Torpor',
  state: 'Enabled',
  subscriptionPolicies: {
    locationPlacementId: 'Public_2014-09-01',
    quotaId: 'PayAsYouGo_2014-09-01',
    spendingLimit: 'Off',
  },
  authorizationSource: 'RoleBased',
  managedByTenants: [],
};

describe('subscriptions and tenants', () => {
  it('ARM-13 are listed', async () => {
    expect(await read(`/subscriptions?${VERSION}`)).toEqual([200, { value: [SUBSCRIPTION] }]);
    expect(await read(`/tenants?${VERSION}`)).toMatchObject([
      200,
      { value: [{ tenantId: SUBSCRIPTION.tenantId, id: `/tenants/${SUBSCRIPTION.tenantId}` }] },
    ]);
  });

  it('ARM-15 are read one by one', async () => {
    expect(await read(`${SUBSCRIPTIONS_PATH}?${VERSION}`)).toEqual([200, SUBSCRIPTION]);
    expect(await read(`/subscriptions/unknown?${VERSION}`)).toMatchObject([
      404,
      { error: { code: 'SubscriptionNotFound' } },
    ]);
  });
});

describe('locations', () => {
  it('ARM-13 are listed with their places', async () => {
    const [status, body] = await read(`${SUBSCRIPTIONS_PATH}/locations?${VERSION}`);
    const { value } = body as { readonly value: readonly Record<string, unknown>[] };
    expect([status, value.map(({ name }) => name)]).toEqual([
      200,
      ['eastus', 'westus2', 'northeurope', 'westeurope', 'southeastasia'],
    ]);
    expect(value[0]).toEqual({
      id: `${SUBSCRIPTIONS_PATH}/locations/eastus`,
      name: 'eastus',
      type: 'Region',
      displayName: 'East US',
      regionalDisplayName: '(US) East US',
      metadata: {
        regionType: 'Physical',
        regionCategory: 'Recommended',
        geographyGroup: 'US',
        latitude: '37.3719',
        longitude: '-79.8164',
        physicalLocation: 'Virginia',
      },
    });
  });

  it.each([
    ['eastus', 'eastus'],
    ['East US', 'eastus'],
    ['WESTUS2', 'westus2'],
    ['West US 2', 'westus2'],
    ['moon', undefined],
    ['', undefined],
  ])('%j means %j', (text, name) => {
    expect(findRegion(text)?.name).toBe(name);
  });
});

describe('providers', () => {
  it('ARM-13 are listed', async () => {
    const [, body] = await read(`${SUBSCRIPTIONS_PATH}/providers?${VERSION}`);
    const { value } = body as { readonly value: ReadonlyArray<{ readonly namespace: string }> };
    expect(value.map(({ namespace }) => namespace)).toEqual([
      'Microsoft.Authorization',
      'Microsoft.Compute',
      'Microsoft.ComputeSchedule',
      'Microsoft.Features',
      'Microsoft.Insights',
      'Microsoft.Network',
      'Microsoft.Resources',
      'Microsoft.Storage',
      'Torpor.Emulator',
    ]);
  });

  it('ARM-4 are read in any letter case, with the version to ask for', async () => {
    const [status, body] = await read(`${SUBSCRIPTIONS_PATH}/PROVIDERS/microsoft.compute?${VERSION}`);
    expect([status, body]).toMatchObject([
      200,
      {
        id: `${SUBSCRIPTIONS_PATH}/providers/Microsoft.Compute`,
        namespace: 'Microsoft.Compute',
        registrationState: 'Registered',
      },
    ]);
    const { resourceTypes } = body as { readonly resourceTypes: readonly Record<string, unknown>[] };
    expect(resourceTypes.find(({ resourceType }) => resourceType === 'virtualMachines')).toMatchObject({
      defaultApiVersion: '2024-11-01',
      locations: ['East US', 'West US 2', 'North Europe', 'West Europe', 'Southeast Asia'],
    });
  });

  it('ARM-15 are a 404 when there is none', async () => {
    expect(await read(`${SUBSCRIPTIONS_PATH}/providers/Microsoft.Nothing?${VERSION}`)).toMatchObject([
      404,
      { error: { code: 'ResourceNotFound', target: 'namespace' } },
    ]);
  });
});

describe('cloud metadata', () => {
  const authentication = { loginEndpoint: 'http://torpor.test/adfs', audiences: ['http://torpor.test'] };
  const cloud = {
    name: 'Torpor',
    portal: 'http://torpor.test',
    authentication: { ...authentication, tenant: 'adfs', identityProvider: 'ADFS' },
    resourceManager: 'http://torpor.test',
    gallery: 'http://torpor.test',
    graph: 'http://torpor.test',
    graphAudience: 'http://torpor.test',
    microsoftGraphResourceId: 'http://torpor.test',
    vmImageAliasDoc: 'http://torpor.test/aliases.json',
    suffixes: {},
  };

  it.each<readonly [string, unknown]>([
    [
      '?api-version=2015-01-01',
      {
        galleryEndpoint: 'http://torpor.test',
        graphEndpoint: 'http://torpor.test',
        portalEndpoint: 'http://torpor.test',
        authentication,
      },
    ],
    ['?api-version=2019-05-01', [cloud]],
    ['?api-version=2020-06-01', [cloud]],
    ['?api-version=2022-09-01', cloud],
    ['', cloud],
    ['?api-version=nonsense', cloud],
  ])('ARM-32 has the shape of the version asked for: %j', async (query, expected) => {
    expect(await read(`/metadata/endpoints${query}`)).toEqual([200, expected]);
  });
});

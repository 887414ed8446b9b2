import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ArmTestApp, groupPath } from '../world/arm-app.js';
import { createVm, disk, network, nic, vm } from '../world/arm-groups.js';
import { outcomeOf, wrong } from '../world/arm-requests.js';
import { SUBSCRIPTION } from '../world/stored-cloud.js';

let arm: ArmTestApp;

const location = 'eastus';
const TAGS = '/providers/Microsoft.Resources/tags/default';
const GALLERY = groupPath('g', 'Microsoft.Compute/galleries/Gal');
const SCOPES: readonly (readonly [string, string])[] = [
  ['a subscription', `/subscriptions/${SUBSCRIPTION}`],
  ['a group', groupPath('g')],
  ['a VM', vm('g', 'vm')],
  ['a disk', disk('g', 'd')],
  ['a NIC', nic('g', 'vm-nic')],
  ['a network', network('g')],
  ['a kept resource', GALLERY],
  ['a child of one', `${GALLERY}/images/Def`],
  ['a child of that', `${GALLERY}/images/Def/versions/1.0.0`],
];

beforeAll(async () => {
  arm = await ArmTestApp.open();
  await arm.cloud.addHost('host-a');
  await createVm(arm, 'g', 'vm');
  await arm.ok('PUT', disk('g', 'd'), {
    location,
    properties: { creationData: { createOption: 'Empty' }, diskSizeGB: 4 },
  });
  await arm.ok('PUT', GALLERY, { location });
  await arm.ok('PUT', `${GALLERY}/images/Def`, {
    location,
    properties: {
      osType: 'Linux',
      osState: 'Generalized',
      identifier: { publisher: 'a', offer: 'b', sku: 'c' },
    },
  });
  await arm.ok('PUT', `${GALLERY}/images/def/versions/1.0.0`, {
    location,
    properties: { storageProfile: {} },
  });
});
afterAll(() => arm.close());

describe('tags', () => {
  it.each(SCOPES)('ARM-4 of %s are a resource of their own', async (_what, scope) => {
    const path = scope + TAGS;
    const put = await arm.send('PUT', path, { properties: { tags: { Env: 'test', cost: '1' } } });
    expect([put.status, put.body]).toEqual([
      200,
      {
        id: path,
        name: 'default',
        type: 'Microsoft.Resources/tags',
        properties: { tags: { Env: 'test', cost: '1' } },
      },
    ]);
    const patch = (operation: string, tags: object) =>
      arm.ok('PATCH', path, { operation, properties: { tags } });
    expect((await patch('merge', { env: 'live', owner: 'ann' })).properties.tags).toEqual({
      Env: 'live',
      cost: '1',
      owner: 'ann',
    });
    expect((await patch('Delete', { COST: '1', owner: 'bob' })).properties.tags).toEqual({
      Env: 'live',
      owner: 'ann',
    });
    expect((await patch('Replace', { only: 'this' })).properties.tags).toEqual({ only: 'this' });
    expect(
      (await arm.ok('GET', path.replace('Microsoft.Resources', 'microsoft.resources'))).properties,
    ).toEqual({
      tags: { only: 'this' },
    });
    expect((await arm.send('DELETE', path)).status).toBe(200);
    expect((await arm.ok('GET', path)).properties).toEqual({ tags: {} });
  });

  it.each(SCOPES.slice(1))('ARM-4 of %s are those that it shows itself', async (_what, scope) => {
    await arm.ok('PUT', scope + TAGS, { properties: { tags: { Env: 'test' } } });
    expect((await arm.ok('GET', scope)).tags).toEqual({ Env: 'test' });
    await arm.ok('DELETE', scope + TAGS);
  });

  it('TORPOR-10 that many merge into those of a group at once are all there', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `merged-${index}`);
    const answers = await Promise.all(
      names.map((name) =>
        arm.send('PATCH', groupPath('g') + TAGS, {
          operation: 'Merge',
          properties: { tags: { [name]: 'x' } },
        }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(names.map(() => 200));
    const { tags } = await arm.ok('GET', groupPath('g'));
    expect(Object.keys(tags)).toEqual(expect.arrayContaining(names));
    await arm.ok('DELETE', groupPath('g') + TAGS);
  });

  it('ARM-13 in use are listed with how often they are', async () => {
    await arm.ok('PUT', groupPath('g') + TAGS, { properties: { tags: { team: 'a' } } });
    await arm.ok('PUT', disk('g', 'd') + TAGS, { properties: { tags: { TEAM: 'a' } } });
    await arm.ok('PUT', nic('g', 'vm-nic') + TAGS, { properties: { tags: { Team: 'b' } } });
    const { value } = await arm.ok('GET', `/subscriptions/${SUBSCRIPTION}/tagNames`);
    const team = value.find(({ tagName }: { tagName: string }) => tagName.toLowerCase() === 'team');
    expect(team.count).toEqual({ type: 'Total', value: 3 });
    expect(team.values.map((one: { tagValue: string; count: object }) => [one.tagValue, one.count])).toEqual([
      ['a', { type: 'Total', value: 2 }],
      ['b', { type: 'Total', value: 1 }],
    ]);
  });

  it.each([
    wrong('no such group', 'GET', groupPath('missing') + TAGS, undefined, 404, 'ResourceGroupNotFound'),
    wrong(
      'no such resource',
      'PUT',
      disk('g', 'none') + TAGS,
      { properties: { tags: {} } },
      404,
      'ResourceNotFound',
    ),
    wrong(
      'a type without tags',
      'GET',
      `${network('g')}/subnets/default${TAGS}`,
      undefined,
      404,
      'ResourceNotFound',
    ),
    wrong(
      'an operation that is none',
      'PATCH',
      groupPath('g') + TAGS,
      { operation: 'Add', properties: { tags: {} } },
      400,
      'InvalidRequestContent',
      'operation',
    ),
    wrong(
      'a name that is none',
      'PUT',
      groupPath('g') + TAGS,
      { properties: { tags: { 'a<b': '' } } },
      400,
      'InvalidRequestContent',
      'properties.tags.a<b',
    ),
    wrong('no properties', 'PUT', groupPath('g') + TAGS, {}, 400, 'InvalidRequestContent', 'properties'),
  ])('ARM-19 refuses $what', async (request) => {
    expect(await outcomeOf(arm, request)).toEqual({ refused: request.refused, hasChanged: false });
  });
});

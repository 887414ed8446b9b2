import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pruneActivities } from '../../src/persistence/activity-log.repository.js';
import { groupPath } from '../world/arm-app.js';
import { disk } from '../world/arm-groups.js';
import { IdentityApp, type TestPrincipal } from '../world/identity-app.js';
import { SUBSCRIPTION } from '../world/stored-cloud.js';

const S = `/subscriptions/${SUBSCRIPTION}`;
const LOG = '/providers/Microsoft.Insights/eventtypes/management/values?api-version=2015-04-01';
const LOCATION = { location: 'eastus' };
const DISK = { ...LOCATION, properties: { creationData: { createOption: 'Empty' }, diskSizeGB: 8 } };
const CORRELATION = '0f8fad5b-d9cb-469f-a165-70867728950e';

let app: IdentityApp;
let insider: TestPrincipal;
beforeAll(async () => {
  app = await IdentityApp.open();
  for (const group of ['a', 'b']) {
    await app.ok({ method: 'PUT', path: groupPath(group), body: LOCATION });
    await app.ok({ method: 'PUT', path: disk(group, 'd'), body: DISK });
  }
  insider = await app.principal('insider');
  await app.assign(insider, 'Contributor', groupPath('a'));
});
afterAll(() => app.close());

interface Event {
  readonly operationName: { readonly value: string };
  readonly status: { readonly value: string };
  readonly subStatus: { readonly value: string };
  readonly resourceId: string;
  readonly caller: string;
}

async function events(filter = '', token?: string, path = S): Promise<readonly Event[]> {
  const query = filter === '' ? '' : `&$filter=${encodeURIComponent(filter)}`;
  const { value } = await app.ok({
    path: `${path}${LOG}${query}`,
    ...(token === undefined ? {} : { token }),
  });
  return value as readonly Event[];
}
const brief = ({ operationName, status, subStatus, resourceId }: Event) => [
  operationName.value,
  status.value,
  subStatus.value,
  resourceId,
];

describe('the activity log', () => {
  it('TORPOR-23 has one event for each change, action and refusal, and none for what is read', async () => {
    const asked = await app.send({
      method: 'PUT',
      path: disk('a', 'logged'),
      token: insider.token,
      body: { ...DISK, tags: { password: 'not-for-the-log' } },
      headers: {
        commandname: 'disk create',
        'x-ms-correlation-request-id': CORRELATION,
        'x-ms-client-request-id': 'client-1',
      },
    });
    expect(asked.status).toBe(202);
    const say = (method: string, path: string, body?: unknown) =>
      app.send({ method, path, token: insider.token, body });
    await say('GET', disk('a', 'logged'));
    await say('PUT', disk('a', 'bad'), { location: 'eastus' });
    await say('GET', disk('b', 'd'));
    await say('DELETE', disk('b', 'd'));
    await say('DELETE', disk('a', 'logged'));
    const mine = await events(`caller eq '${insider.appId}'`);
    expect(mine.map(brief)).toEqual([
      ['Microsoft.Compute/disks/delete', 'Accepted', '202', disk('a', 'logged')],
      ['Microsoft.Compute/disks/delete', 'Failed', 'AuthorizationFailed', disk('b', 'd')],
      ['Microsoft.Compute/disks/read', 'Failed', 'AuthorizationFailed', disk('b', 'd')],
      ['Microsoft.Compute/disks/write', 'Failed', 'InvalidRequestContent', disk('a', 'bad')],
      ['Microsoft.Compute/disks/write', 'Accepted', '202', disk('a', 'logged')],
    ]);
    const [event] = await events(`correlationId eq '${CORRELATION}'`);
    expect(event).toMatchObject({
      caller: 'insider',
      correlationId: CORRELATION,
      operationId: asked.headers['x-ms-request-id'],
      eventName: { value: 'EndRequest' },
      category: { value: 'Administrative' },
      level: 'Informational',
      authorization: { action: 'Microsoft.Compute/disks/write', scope: disk('a', 'logged') },
      httpRequest: { method: 'PUT', clientRequestId: 'client-1', clientIpAddress: '127.0.0.1' },
      resourceGroupName: 'a',
      resourceProviderName: { value: 'Microsoft.Compute' },
      resourceType: { value: 'Microsoft.Compute/disks' },
      subscriptionId: SUBSCRIPTION,
      properties: { commandName: 'disk create', statusCode: '202' },
    });
    expect(JSON.stringify(await events())).not.toContain('not-for-the-log');
  });

  it('ARM-21 shows who has a role over one group what happened there', async () => {
    const seen = await events('', insider.token);
    const places = new Set(seen.map(({ resourceId }) => resourceId.toLowerCase().split('/')[4]));
    expect([...places]).toEqual(['a']);
    expect(await events('', (await app.principal('starter-less')).token).catch(() => 'refused')).toBe(
      'refused',
    );
    const operator = await app.principal('operator');
    await app.assign(operator, 'Virtual Machine Contributor', groupPath('a'));
    expect(await events('', operator.token)).toEqual([]);
  });

  it('ARM-13 is filtered and paged, newest first', async () => {
    const start = new Date().toISOString();
    for (const name of ['p1', 'p2', 'p3']) await app.ok({ method: 'PUT', path: disk('b', name), body: DISK });
    const filter = `eventTimestamp ge '${start}' and eventTimestamp le '2999-01-01' and eventChannels eq 'Admin, Operation' and resourceGroupName eq 'B'`;
    const names = (list: readonly Event[]) => list.map(({ resourceId }) => resourceId.split('/').at(-1));
    expect(names(await events(filter))).toEqual(['p3', 'p2', 'p1']);
    const seen: unknown[] = [];
    let link: string | undefined = `${S}${LOG}&$top=2&$filter=${encodeURIComponent(filter)}`;
    while (link !== undefined) {
      const page: { value: Event[]; nextLink?: string } = await app.ok({ path: link });
      seen.push(names(page.value));
      link = page.nextLink;
    }
    expect(seen).toEqual([['p3', 'p2'], ['p1']]);
    expect(names(await events(`resourceUri eq '${disk('b', 'P2')}'`))).toEqual(['p2']);
    expect(await events(`status eq 'Failed' and resourceGroupName eq 'nowhere'`)).toEqual([]);
    const chosen = await app.ok({ path: `${S}${LOG}&$top=1&$select=caller,eventTimestamp` });
    expect(Object.keys(chosen.value[0]).sort()).toEqual(['caller', 'eventTimestamp']);
  });

  it.each([
    "color eq 'red'",
    "eventTimestamp ge 'yesterday'",
    "caller ne 'me'",
    "caller eq 'a' or caller eq 'b'",
  ])('ARM-19 refuses the filter %s', async (filter) => {
    const { status } = await app.send({ path: `${S}${LOG}&$filter=${encodeURIComponent(filter)}` });
    expect(status).toBe(400);
  });

  it('ARM-21 keeps what belongs to no subscription apart', async () => {
    await app.ok({ method: 'PUT', path: '/providers/Torpor.Emulator/servicePrincipals/logged' });
    const [event] = await events('', undefined, '');
    expect(event && brief(event)).toEqual([
      'Torpor.Emulator/servicePrincipals/write',
      'Succeeded',
      '201',
      '/providers/Torpor.Emulator/servicePrincipals/logged',
    ]);
    expect((await app.send({ path: LOG, token: insider.token })).body.value ?? []).toEqual([]);
  });

  it('TORPOR-3 is stored when the server closes', async () => {
    const other = await IdentityApp.open({}, app);
    await other.ok({ method: 'PUT', path: disk('b', 'last'), body: DISK });
    await other.close();
    const [row] = await app.database.query('select scope_key from activity_log order by id desc limit 1');
    expect(row.scope_key).toBe(disk('b', 'last').toLowerCase());
  });

  it('keeps so many events and no more', async () => {
    await events();
    await pruneActivities(app.database, { events: 3, days: 90 });
    const left: unknown[] = await app.database.query('select 1 from activity_log');
    expect(left).toHaveLength(3);
    await app.database.query(`update activity_log set at = now() - interval '91 days'`);
    await pruneActivities(app.database, { events: 3, days: 90 });
    expect(await app.database.query('select 1 from activity_log')).toEqual([]);
  });
});

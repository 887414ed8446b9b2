import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../run-cli.js';
import { SUBSCRIPTION } from '../testing/documents.js';
import { type ProcessSettings, recordingProcess } from '../testing/recording-process.js';
import { startStubServer, type StubRoutes, type StubServer } from '../testing/stub-server.js';

let server: StubServer;
beforeAll(async () => {
  server = await startStubServer();
});
afterAll(() => server.close());

async function run(routes: StubRoutes, line: string, settings: Partial<ProcessSettings> = {}) {
  server.serve(routes);
  const process = recordingProcess({ ...settings, env: { TORPOR_HOME: server.home, ...settings.env } });
  const exit = await runCli(line.split(' '), process);
  return { exit, stdout: process.stdout.text, stderr: process.stderr.text };
}

const PRINCIPALS = '/providers/Torpor.Emulator/servicePrincipals';
const TENANT = '22222222-2222-2222-2222-222222222222';
const APP_ID = 'aaaaaaaa-0000-4000-8000-000000000001';
const OBJECT_ID = 'bbbbbbbb-0000-4000-8000-000000000002';
const SECRET = '-drawn_by_the_server';

const principal = (secret?: string) => ({
  id: `${PRINCIPALS}/builder`,
  name: 'builder',
  properties: {
    objectId: OBJECT_ID,
    appId: APP_ID,
    tenantId: TENANT,
    displayName: 'builder',
    createdTime: '2026-01-05T08:30:00.000Z',
    ...(secret === undefined ? {} : { secret }),
  },
});

const FIELDS = [
  'builder',
  `  appId      ${APP_ID}`,
  `  tenant     ${TENANT}`,
  `  object id  ${OBJECT_ID}`,
  '  created    2026-01-05T08:30:00.000Z',
];
const LOGIN = [
  'log in, and give the secret when asked for the password',
  `  az login --service-principal --username ${APP_ID} --tenant ${TENANT}`,
];

describe('principal', () => {
  it.each([
    ['create', `PUT ${PRINCIPALS}/builder`, 201, '{"properties":{}}'],
    ['new-secret', `POST ${PRINCIPALS}/builder/newSecret`, 200, '{}'],
  ])('%s tells the drawn secret once, and how to log in', async (verb, route, status, body) => {
    const result = await run({ [route]: { status, body: principal(SECRET) } }, `principal ${verb} builder`);
    expect([result, server.requests]).toEqual([
      {
        exit: 0,
        stdout: [...FIELDS, `  secret     ${SECRET}  (told this once)`, ...LOGIN, ''].join('\n'),
        stderr: '',
      },
      [`${route} ${body}`],
    ]);
  });

  it('create prints what REST returns when asked to, and what a query selects', async () => {
    const routes = { [`PUT ${PRINCIPALS}/builder`]: { status: 201, body: principal(SECRET) } };
    const json = await run(routes, 'principal create -n builder -o json');
    const query = await run(routes, 'principal create builder -o tsv --query properties.secret');
    expect([json.stdout, query.stdout]).toEqual([
      `${JSON.stringify(principal(SECRET), null, 2)}\n`,
      `${SECRET}\n`,
    ]);
  });

  it.each([
    ['create', `PUT ${PRINCIPALS}/builder`, 201, '{"properties":{"secret":"one of my own!"}}'],
    ['new-secret', `POST ${PRINCIPALS}/builder/newSecret`, 200, '{"secret":"one of my own!"}'],
  ])('%s takes a secret from standard input and shows it nowhere', async (verb, route, status, body) => {
    const routes = { [route]: { status, body: principal('one of my own!') } };
    const files = { '-': 'one of my own!\r\n' };
    const table = await run(routes, `principal ${verb} builder --secret-stdin`, { files });
    expect([table, server.requests]).toEqual([
      { exit: 0, stdout: [...FIELDS, ...LOGIN, ''].join('\n'), stderr: '' },
      [`${route} ${body}`],
    ]);
    const json = await run(routes, `principal ${verb} builder --secret-stdin -o json`, { files });
    expect(json.stdout).toBe(`${JSON.stringify(principal(), null, 2)}\n`);
  });

  it.each([
    [
      '',
      principal(),
      FIELDS,
      'The principal builder was there already and keeps its secret (torpor principal new-secret).\n',
    ],
    [
      ' --secret-stdin',
      principal('given'),
      [...FIELDS, ...LOGIN],
      'The principal builder was there already and has the new secret.\n',
    ],
  ])('create%s says when the principal was there', async (option, body, lines, stderr) => {
    const line = `principal create builder${option}`;
    const result = await run({ [`PUT ${PRINCIPALS}/builder`]: { body } }, line, {
      files: { '-': 'given\n' },
    });
    expect(result).toEqual({ exit: 0, stdout: [...lines, ''].join('\n'), stderr });
  });

  it('refuses a standard input without a secret', async () => {
    const { exit, stderr } = await run({}, 'principal create builder --secret-stdin', {
      files: { '-': '\n' },
    });
    expect([exit, stderr, server.requests]).toEqual([2, 'usage: standard input holds no secret\n', []]);
  });

  it('shows and lists', async () => {
    const shown = await run(
      { [`GET ${PRINCIPALS}/builder`]: { body: principal() } },
      'principal show builder',
    );
    const listed = await run({ [`GET ${PRINCIPALS}`]: { body: { value: [principal()] } } }, 'principal list');
    expect([shown.stdout, listed.stdout]).toEqual([
      [...FIELDS, ''].join('\n'),
      [
        'name     appId                                 object id                             created',
        `builder  ${APP_ID}  ${OBJECT_ID}  2026-01-05T08:30:00.000Z`,
        '',
      ].join('\n'),
    ]);
  });

  it.each([
    [200, 'Principal builder is gone.\n'],
    [204, 'There was no principal builder.\n'],
  ])('delete says what came of it: %i', async (status, stdout) => {
    const routes = { [`DELETE ${PRINCIPALS}/builder`]: { status } };
    expect(await run(routes, 'principal delete builder --yes')).toEqual({ exit: 0, stdout, stderr: '' });
  });

  it.each([
    [undefined, 'usage: there is no terminal to ask whether you are sure\n  remedy  Give --yes.\n'],
    [false, 'usage: nothing was done\n'],
  ])('delete asks first', async (answer, stderr) => {
    const settings = answer === undefined ? {} : { answer };
    const result = await run({}, 'principal delete builder', settings);
    expect([result, server.requests]).toEqual([{ exit: 2, stdout: '', stderr }, []]);
  });
});

describe('subscription', () => {
  const ID = '44444444-4444-4444-4444-444444444444';
  const document = {
    id: `/subscriptions/${ID}`,
    subscriptionId: ID,
    displayName: 'Second',
    state: 'Enabled',
  };
  const table = [
    'id                                    name    state    tenant',
    `${ID}  Second  Enabled`,
    '',
  ];

  it('lists', async () => {
    const { stdout } = await run(
      { 'GET /subscriptions': { body: { value: [document] } } },
      'subscription list',
    );
    expect(stdout).toBe(table.join('\n'));
  });

  it('adds', async () => {
    const route = `PUT /providers/Torpor.Emulator/subscriptions/${ID}`;
    const result = await run(
      { [route]: { status: 201, body: document } },
      `subscription add ${ID} --name Second`,
    );
    expect([result, server.requests]).toEqual([
      { exit: 0, stdout: table.join('\n'), stderr: '' },
      [`${route} {"properties":{"displayName":"Second"}}`],
    ]);
  });

  it('is not added without a name', async () => {
    expect([(await run({}, `subscription add ${ID}`)).exit, server.requests]).toEqual([2, []]);
  });
});

describe('activity list', () => {
  const event = (status: string, resourceId: string) => ({
    eventTimestamp: '2026-01-05T08:30:00.000Z',
    operationName: { value: 'Microsoft.Compute/virtualMachines/start/action' },
    status: { value: status },
    subStatus: { value: '409' },
    resourceId,
    caller: 'builder',
  });
  const VM = `${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/web-1`;
  const EVENTS = 'providers/Microsoft.Insights/eventtypes/management/values';

  it.each([
    ['activity list', `GET S/${EVENTS}?$top=50`],
    ['activity list --limit 5000', `GET S/${EVENTS}?$top=1000`],
    ["activity list -g it's --limit 2", `GET S/${EVENTS}?$filter=resourceGroupName+eq+'it''s'&$top=2`],
    ['activity list --installation', `GET /${EVENTS}?$top=50`],
  ])('%s asks for no more than it shows', async (line, request) => {
    const routes = { [request]: { body: { value: [event('Failed', VM), event('Accepted', '/')] } } };
    expect([(await run(routes, line)).stdout, server.requests]).toEqual([
      [
        'time                      status    what  operation                                       resource                  caller',
        '2026-01-05T08:30:00.000Z  Failed    409   Microsoft.Compute/virtualMachines/start/action  rg/virtualMachines/web-1  builder',
        '2026-01-05T08:30:00.000Z  Accepted  409   Microsoft.Compute/virtualMachines/start/action  /                         builder',
        '',
      ].join('\n'),
      [request],
    ]);
  });

  it('reads on to its limit and not beyond', async () => {
    const page = (next: string) => ({
      body: {
        value: [event('Accepted', VM), event('Failed', VM)],
        nextLink: `https://elsewhere.example${next}`,
      },
    });
    const routes = { [`GET S/${EVENTS}`]: page('/more'), 'GET /more': page('/never') };
    const { stdout } = await run(routes, 'activity list --limit 3 --query [].status.value -o tsv');
    expect([stdout, server.requests]).toEqual([
      'Accepted\nFailed\nAccepted\n',
      [`GET S/${EVENTS}?$top=3`, 'GET /more'],
    ]);
  });

  it.each(['activity list --limit 0', 'activity list -g rg --installation'])('refuses %s', async (line) => {
    expect([(await run({}, line)).exit, server.requests]).toEqual([2, []]);
  });
});

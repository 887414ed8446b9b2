import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../../run-cli.js';
import { SUBSCRIPTION } from '../../testing/documents.js';
import { recordingProcess } from '../../testing/recording-process.js';
import {
  refusalAnswer,
  startStubServer,
  type StubRoutes,
  type StubServer,
} from '../../testing/stub-server.js';
import { assignmentName } from './assignment-name.js';

let server: StubServer;
beforeAll(async () => {
  server = await startStubServer();
});
afterAll(() => server.close());

async function run(routes: StubRoutes, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  server.serve(routes);
  const process = recordingProcess({ env: { TORPOR_HOME: server.home, ...env } });
  const exit = await runCli(['role', ...args], process);
  return { exit, stdout: process.stdout.text, stderr: process.stderr.text };
}

const OBJECT_ID = 'bbbbbbbb-0000-4000-8000-000000000002';
const READER = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';
const VM_CONTRIBUTOR = '9980e02c-c2be-4d73-94e8-173b1dc7cf3c';
const GROUP = `${SUBSCRIPTION}/resourceGroups/rg`;
const VM = `${GROUP}/providers/Microsoft.Compute/virtualMachines/web-1`;

const definitionId = (role: string) =>
  `${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/${role}`;
const definition = (name: string, roleName: string) => ({
  id: definitionId(name),
  name,
  properties: { roleName, description: `${roleName}s.` },
});
const assignment = (scope: string, role: string, principalId = OBJECT_ID) => {
  const name = assignmentName(scope, principalId, role);
  return {
    id: `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`,
    name,
    properties: { roleDefinitionId: definitionId(role), principalId, scope },
  };
};
const PRINCIPAL = {
  id: 'p',
  name: 'builder',
  properties: { objectId: OBJECT_ID, appId: 'a', tenantId: 't' },
};
const PRINCIPALS = '/providers/Torpor.Emulator/servicePrincipals';
const FORBIDDEN = refusalAnswer(403, {
  code: 'authorization-failed',
  rule: 'ARM-21',
  remedy: 'Ask.',
  message: 'No.',
});

/** What is read to turn names into ids and back. */
const NAMES: StubRoutes = {
  [`GET ${PRINCIPALS}/builder`]: { body: PRINCIPAL },
  [`GET ${PRINCIPALS}`]: { body: { value: [PRINCIPAL] } },
  'GET S/providers/Microsoft.Authorization/roleDefinitions': {
    body: {
      value: [definition(READER, 'Reader'), definition(VM_CONTRIBUTOR, 'Virtual Machine Contributor')],
    },
  },
};
const ours = (path: string) => path.replace(SUBSCRIPTION, 'S');
const assignmentsOf = (scope: string) => `${ours(scope)}/providers/Microsoft.Authorization/roleAssignments`;
const changes = () => server.requests.filter((request) => !request.startsWith('GET '));

describe('role assign', () => {
  it.each<[string, readonly string[], string]>([
    ['the subscription', [], SUBSCRIPTION],
    ['a group', ['-g', 'rg'], GROUP],
    ['a VM', ['--vm', 'web-1', '-g', 'rg'], VM],
    ['a resource by its id', ['--scope', `${VM}/`], VM],
    ['the installation', ['--scope', '/'], ''],
  ])('over %s', async (_, over, scope) => {
    const made = assignment(scope, VM_CONTRIBUTOR);
    const route = `PUT ${assignmentsOf(scope)}/${made.name}`;
    const who = ['--principal', 'builder', '--role', 'virtual machine contributor'];
    const result = await run({ ...NAMES, [route]: { status: 201, body: made } }, [
      'assign',
      ...who,
      ...over,
      '-o',
      'json',
    ]);
    const body = { properties: { roleDefinitionId: definitionId(VM_CONTRIBUTOR), principalId: OBJECT_ID } };
    expect([result, changes()]).toEqual([
      { exit: 0, stdout: `${JSON.stringify(made, null, 2)}\n`, stderr: '' },
      [`${route} ${JSON.stringify(body)}`],
    ]);
  });

  it('takes ids as they are, looks nothing up, and shows what was said', async () => {
    const made = assignment(GROUP, READER);
    const route = `PUT ${assignmentsOf(GROUP)}/${made.name}`;
    const line = ['assign', '--principal', OBJECT_ID.toUpperCase(), '--role', READER];
    const { stdout } = await run({ [route]: { status: 201, body: made } }, line, {
      TORPOR_RESOURCE_GROUP: 'rg',
    });
    const column = (text: string, like: string) => text.padEnd(like.length);
    expect([stdout, server.requests.length]).toEqual([
      [
        `${column('principal', OBJECT_ID)}  ${column('role', READER)}  scope`,
        `${OBJECT_ID.toUpperCase()}  ${READER}  ${GROUP}`,
        '',
      ].join('\n'),
      1,
    ]);
  });

  it('is the same assignment however often it is made, and in whatever letter case', () => {
    const name = assignmentName(GROUP, OBJECT_ID, READER);
    expect([
      name,
      assignmentName(GROUP.toUpperCase(), OBJECT_ID.toUpperCase(), READER),
      assignmentName(SUBSCRIPTION, OBJECT_ID, READER) === name,
      assignmentName(GROUP, OBJECT_ID, VM_CONTRIBUTOR) === name,
    ]).toEqual([
      expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      name,
      false,
      false,
    ]);
  });

  it.each<[string, readonly string[], number, string]>([
    [
      'a role that there is not',
      ['--principal', 'builder', '--role', 'King'],
      3,
      'role-definition-not-found: There is no role "King".',
    ],
    [
      'a principal that there is not',
      ['--principal', 'nobody', '--role', 'Reader'],
      3,
      'resource-not-found: There is no such resource.',
    ],
    ['nobody', ['--role', 'Reader'], 2, "usage: required option '--principal <name>' not specified"],
    [
      'a scope that is none',
      ['--principal', 'builder', '--role', 'Reader', '--scope', 'rg'],
      2,
      'usage: "rg" is no scope',
    ],
    [
      'a scope that climbs',
      ['--principal', 'builder', '--role', 'Reader', '--scope', '/subscriptions/../x'],
      2,
      'usage: ".." is no name',
    ],
    [
      'two scopes',
      ['--principal', 'builder', '--role', 'Reader', '--scope', GROUP, '-g', 'rg'],
      2,
      'usage: --scope goes without -g and --vm',
    ],
    [
      'a VM without a group',
      ['--principal', 'builder', '--role', 'Reader', '--vm', 'web-1'],
      2,
      'usage: a resource group is missing',
    ],
  ])('refuses %s and assigns nothing', async (_, options, exit, first) => {
    const result = await run(NAMES, ['assign', ...options]);
    expect([result.exit, result.stderr.split('\n')[0], changes()]).toEqual([exit, first, []]);
  });
});

describe('role list', () => {
  const listed = [assignment(GROUP, READER), assignment(SUBSCRIPTION, 'unknown-role', 'somebody')];
  const routes: StubRoutes = { ...NAMES, [`GET ${assignmentsOf(GROUP)}`]: { body: { value: listed } } };

  it('names principals and roles, as far as they have names', async () => {
    expect((await run(routes, ['list', '-g', 'rg'])).stdout).toBe(
      [
        'principal  role          scope',
        `builder    Reader        ${GROUP}`,
        `somebody   unknown-role  ${SUBSCRIPTION}`,
        '',
      ].join('\n'),
    );
  });

  it('shows ids to those who may not see the principals', async () => {
    const { exit, stdout } = await run({ ...routes, [`GET ${PRINCIPALS}`]: FORBIDDEN }, ['list', '-g', 'rg']);
    expect([exit, stdout.split('\n')[1]]).toEqual([0, `${OBJECT_ID}  Reader        ${GROUP}`]);
  });

  it('asks for those of one principal, and prints what REST returns', async () => {
    const result = await run(routes, ['list', '--principal', 'builder', '--scope', GROUP, '-o', 'json']);
    expect([result.stdout, server.requests]).toEqual([
      `${JSON.stringify(listed, null, 2)}\n`,
      [`GET ${PRINCIPALS}/builder`, `GET ${assignmentsOf(GROUP)}?$filter=principalId+eq+'${OBJECT_ID}'`],
    ]);
  });
});

describe('role remove', () => {
  /** The role is also assigned above and below, and another one at the place itself. */
  const routes: StubRoutes = {
    ...NAMES,
    [`GET ${assignmentsOf(GROUP)}`]: {
      body: {
        value: [
          assignment(SUBSCRIPTION, READER),
          assignment(VM, READER),
          assignment(GROUP, VM_CONTRIBUTOR),
          { ...assignment(GROUP.replace('/rg', '/RG'), READER), name: 'this-one' },
        ],
      },
    },
    [`DELETE ${assignmentsOf(GROUP)}/this-one`]: {},
  };

  it('removes the one over the very scope', async () => {
    const result = await run(routes, ['remove', '--principal', 'builder', '--role', 'Reader', '-g', 'rg']);
    expect([result, changes()]).toEqual([
      { exit: 0, stdout: 'builder does not have the role Reader there any more.\n', stderr: '' },
      [`DELETE ${assignmentsOf(GROUP)}/this-one`],
    ]);
  });

  it('ends with 3 when it is not assigned there', async () => {
    const none = {
      ...routes,
      [`GET ${assignmentsOf(VM)}`]: { body: { value: [assignment(GROUP, READER)] } },
    };
    const line = ['remove', '--principal', 'builder', '--role', 'Reader', '-g', 'rg', '--vm', 'web-1'];
    const { exit, stderr } = await run(none, line);
    expect([exit, stderr.split('\n')[0], changes()]).toEqual([
      3,
      'role-assignment-not-found: builder does not have the role Reader over this very scope.',
      [],
    ]);
  });
});

it('role definitions lists what can be assigned', async () => {
  expect((await run(NAMES, ['definitions'])).stdout).toBe(
    [
      'name                         id                                    description',
      `Reader                       ${READER}  Readers.`,
      `Virtual Machine Contributor  ${VM_CONTRIBUTOR}  Virtual Machine Contributors.`,
      '',
    ].join('\n'),
  );
});

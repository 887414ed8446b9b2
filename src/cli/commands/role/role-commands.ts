import type { Command } from 'commander';
import type { RoleAssignmentDocument } from '../../access-types.js';
import { CliError } from '../../cli-error.js';
import { type Call, type CommandRunner, leaf } from '../../command-line/leaf-command.js';
import { nameOfId } from '../../connection/group-of-id.js';
import { EXIT } from '../../exit-codes.js';
import { cell } from '../../render/printable.js';
import type { Style } from '../../render/style.js';
import { tableLines } from '../../render/table.js';
import type { Session } from '../../session.js';
import { assignmentName } from './assignment-name.js';
import { listRoles, principalIdOf, readRoleNames, roleIdOf, type RoleNames } from './role-directory.js';
import { givenScope, type ScopeOptions, withScope } from './role-scope.js';

interface AssignmentOptions extends ScopeOptions {
  readonly principal: string;
  readonly role: string;
}

type ListOptions = ScopeOptions & Partial<Pick<AssignmentOptions, 'principal'>>;

/** Adds `torpor role ...`. */
export function addRoleCommands(program: Command, runner: CommandRunner): void {
  const role = program.command('role').description('roles: who may do what, and over what');
  withWho(
    leaf(role, 'assign', 'give a principal a role over a VM, a group or, without either, the subscription'),
  ).action(runner.action<AssignmentOptions>(assign));
  withScope(leaf(role, 'list', 'list the roles that are assigned over a scope, above it and below it'))
    .option('--principal <name>', 'only those of this principal: its name or its object id')
    .action(runner.action<ListOptions>(list));
  withWho(leaf(role, 'remove', 'take a role over a scope from a principal')).action(
    runner.action<AssignmentOptions>(remove),
  );
  leaf(role, 'definitions', 'list the roles that can be assigned').action(
    runner.action(async ({ session }) => {
      const value = await listRoles(session);
      const columns = ['name', 'id', 'description'].map((title) => ({ title }));
      const rows = () =>
        value.map(({ name, properties }) => [
          cell(properties.roleName),
          cell(name),
          cell(properties.description),
        ]);
      await session.print({ value, lines: () => tableLines(columns, rows(), session.style) });
    }),
  );
}

function withWho(command: Command): Command {
  return withScope(
    command
      .requiredOption('--principal <name>', 'whose: the name of a principal or its object id')
      .requiredOption('--role <name>', 'the name or the id of the role; see `torpor role definitions`'),
  );
}

async function assign(call: Call<AssignmentOptions>): Promise<void> {
  const { session, options } = call;
  const scope = givenScope(call);
  const principalId = await principalIdOf(session, options.principal);
  const roleId = await roleIdOf(session, options.role);
  const name = assignmentName(scope, principalId, roleId);
  const roleDefinitionId = session.paths.authorization(
    session.paths.subscription(),
    'roleDefinitions',
    roleId,
  );
  const { body } = await session.client.request<RoleAssignmentDocument>(
    'PUT',
    session.paths.authorization(scope, 'roleAssignments', name),
    { body: { properties: { roleDefinitionId, principalId } } },
  );
  await session.print({
    value: body,
    lines: () => assignmentLines([body], givenNames(options), session.style),
  });
}

/** The names that the user said, where a single assignment is shown. */
function givenNames({ principal, role }: AssignmentOptions): RoleNames {
  return { role: () => role, principal: () => principal };
}

async function list(call: Call<ListOptions>): Promise<void> {
  const { session, options } = call;
  const scope = givenScope(call);
  const principalId =
    options.principal === undefined ? undefined : await principalIdOf(session, options.principal);
  const value = await listAssignments(session, scope, principalId);
  const names = session.isForPeople ? await readRoleNames(session) : undefined;
  await session.print({
    value,
    ...(names === undefined ? {} : { lines: () => assignmentLines(value, names, session.style) }),
  });
}

async function remove(call: Call<AssignmentOptions>): Promise<void> {
  const { session, options } = call;
  const scope = givenScope(call);
  const principalId = await principalIdOf(session, options.principal);
  const roleId = await roleIdOf(session, options.role);
  const assignments = await listAssignments(session, scope, principalId);
  // The list also has what is assigned above and below.
  const found = assignments.find(
    ({ properties }) =>
      isSameScope(session, properties.scope, scope) && nameOfId(properties.roleDefinitionId) === roleId,
  );
  if (found === undefined) throw notAssigned(options);
  await session.client.request('DELETE', session.paths.authorization(scope, 'roleAssignments', found.name));
  session.say(`${options.principal} does not have the role ${options.role} there any more.`);
}

function listAssignments(
  { client, paths }: Session,
  scope: string,
  principalId: string | undefined,
): Promise<readonly RoleAssignmentDocument[]> {
  const query = principalId === undefined ? {} : { $filter: `principalId eq '${principalId}'` };
  return client.list<RoleAssignmentDocument>(paths.authorization(scope, 'roleAssignments'), query);
}

function isSameScope({ paths }: Session, id: string, scope: string): boolean {
  return paths.scope(id).toLowerCase() === scope.toLowerCase();
}

function notAssigned({ principal, role }: AssignmentOptions): CliError {
  return new CliError({
    code: 'role-assignment-not-found',
    message: `${principal} does not have the role ${role} over this very scope.`,
    remedy: 'See `torpor role list` for what is assigned, and over what.',
    exit: EXIT.notFound,
  });
}

function assignmentLines(
  assignments: readonly RoleAssignmentDocument[],
  names: RoleNames,
  style: Style,
): readonly string[] {
  return tableLines(
    ['principal', 'role', 'scope'].map((title) => ({ title })),
    assignments.map(({ properties: { principalId, roleDefinitionId, scope } }) => [
      cell(names.principal(principalId)),
      cell(names.role(roleDefinitionId)),
      cell(scope),
    ]),
    style,
  );
}

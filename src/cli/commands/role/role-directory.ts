import type { PrincipalDocument, RoleDefinitionDocument } from '../../access-types.js';
import { CliError } from '../../cli-error.js';
import { nameOfId } from '../../connection/group-of-id.js';
import { EXIT } from '../../exit-codes.js';
import type { Session } from '../../session.js';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The object id of a principal given by it or by name. Throws `CliError` when there is no such principal. */
export async function principalIdOf({ client, paths }: Session, given: string): Promise<string> {
  if (GUID.test(given)) return given.toLowerCase();
  const path = paths.installation('servicePrincipals', given);
  return (await client.get<PrincipalDocument>(path)).properties.objectId;
}

export function listRoles({ client, paths }: Session): Promise<readonly RoleDefinitionDocument[]> {
  return client.list<RoleDefinitionDocument>(paths.authorization(paths.subscription(), 'roleDefinitions'));
}

/** The id, a GUID, of a role given by it or by name in any letter case. Throws `CliError` when there is no such role. */
export async function roleIdOf(session: Session, given: string): Promise<string> {
  if (GUID.test(given)) return given.toLowerCase();
  const roles = await listRoles(session);
  const found = roles.find(({ properties }) => properties.roleName.toLowerCase() === given.toLowerCase());
  if (found !== undefined) return found.name;
  throw new CliError({
    code: 'role-definition-not-found',
    message: `There is no role "${given}".`,
    remedy: 'See `torpor role definitions` for the roles that there are.',
    exit: EXIT.notFound,
  });
}

/** What ids are called, for people. An id that has no name here stands for itself. */
export interface RoleNames {
  readonly role: (roleDefinitionId: string) => string;
  readonly principal: (principalId: string) => string;
}

/** Reads the names. Whoever may not see the principals is shown their ids. */
export async function readRoleNames(session: Session): Promise<RoleNames> {
  const roles = await listRoles(session);
  const principals = await readPrincipals(session);
  const roleNames = new Map(roles.map(({ name, properties }) => [name, properties.roleName]));
  const principalNames = new Map(principals.map(({ name, properties }) => [properties.objectId, name]));
  return {
    role: (id) => roleNames.get(nameOfId(id)) ?? nameOfId(id),
    principal: (id) => principalNames.get(id) ?? id,
  };
}

async function readPrincipals({ client, paths }: Session): Promise<readonly PrincipalDocument[]> {
  try {
    return await client.list<PrincipalDocument>(paths.installation('servicePrincipals'));
  } catch (error) {
    if (error instanceof CliError && error.problem.exit === EXIT.refused) return [];
    throw error;
  }
}

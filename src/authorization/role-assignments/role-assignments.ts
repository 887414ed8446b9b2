import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { refusal } from '#libs/refusal';
import { parseArmId } from '../../arm/arm-id.js';
import { RefusalError } from '../../errors/refusal-error.js';
import { openGroup } from '../../persistence/group.repository.js';
import { findPrincipal } from '../../persistence/principal.repository.js';
import {
  deleteRoleAssignment,
  findRoleAssignment,
  insertRoleAssignment,
  listRoleAssignments,
  type RoleAssignmentFilter,
  type RoleAssignmentRow,
} from '../../persistence/role-assignment.repository.js';
import type { Sql } from '../../persistence/sql.js';
import { findRole } from '../built-in-roles.js';
import { scopeKey } from '../scope.js';

export interface WantedAssignment {
  readonly roleId: string;
  readonly principalId: string;
  readonly principalType: string | undefined;
  readonly description: string | null;
}

/** Assigns roles. That the caller may do so was decided by the route (ARM-21). */
@Injectable()
export class RoleAssignments {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  list(scope: string, filter: Omit<RoleAssignmentFilter, 'scopeKey'>): Promise<readonly RoleAssignmentRow[]> {
    return listRoleAssignments(this.database, { ...filter, scopeKey: scopeKey(scope) });
  }

  /** Throws role-assignment-not-found, also for one over another scope. */
  async get(scope: string, id: string): Promise<RoleAssignmentRow> {
    const found = await findAt(this.database, scope, id);
    if (found !== undefined) return found;
    throw new RefusalError(refusal('role-assignment-not-found', `assignment ${id} over ${scope}`));
  }

  /**
   * Throws group-not-found, role-definition-not-found, principal-not-found, role-assignment-exists, and
   * role-assignment-immutable for a name that stands for something else.
   */
  put(scope: string, id: string, wanted: WantedAssignment, createdBy: string): Promise<RoleAssignmentRow> {
    return this.database.transaction(async (sql) => {
      const { roleId, principalId } = wanted;
      if (findRole(roleId) === undefined) {
        throw new RefusalError(refusal('role-definition-not-found', `role ${roleId}`));
      }
      await requirePrincipal(sql, wanted);
      const existing = await canonicalScope(sql, scope);
      const made = await insertRoleAssignment(sql, {
        id,
        scope: existing,
        scopeKey: scopeKey(existing),
        roleId,
        principalId,
        description: wanted.description,
        createdBy,
      });
      if (made !== undefined) return made;
      const named = await findRoleAssignment(sql, id);
      if (named === undefined) {
        throw new RefusalError(
          refusal('role-assignment-exists', `principal ${principalId} has the role over ${existing}`),
        );
      }
      const isSame =
        named.scopeKey === scopeKey(existing) && named.roleId === roleId && named.principalId === principalId;
      if (isSame) return named;
      throw new RefusalError(refusal('role-assignment-immutable', `assignment ${id}`));
    });
  }

  /** The assignment that is gone; `undefined` when there was none. */
  delete(scope: string, id: string): Promise<RoleAssignmentRow | undefined> {
    return this.database.transaction(async (sql) => {
      const found = await findAt(sql, scope, id);
      if (found !== undefined) await deleteRoleAssignment(sql, id);
      return found;
    });
  }
}

async function findAt(sql: Sql, scope: string, id: string): Promise<RoleAssignmentRow | undefined> {
  const found = await findRoleAssignment(sql, id);
  return found?.scopeKey === scopeKey(scope) ? found : undefined;
}

async function requirePrincipal(sql: Sql, { principalId, principalType }: WantedAssignment): Promise<void> {
  const { principal } = await findPrincipal(sql, principalId);
  if (principal === null || (principalType !== undefined && principalType !== 'ServicePrincipal')) {
    const kind = principalType ?? 'principal';
    throw new RefusalError(refusal('principal-not-found', `${kind} ${principalId}`));
  }
}

/** Groups keep the casing of their creation; while something is assigned there, they are not deleted. */
async function canonicalScope(sql: Sql, scope: string): Promise<string> {
  const id = parseArmId(scope);
  if (id?.resourceGroup === undefined) return scope;
  const { subscriptionId, resourceGroup: groupName } = id;
  const group = await openGroup(sql, { subscriptionId, groupName });
  const prefix = `/subscriptions/${subscriptionId}/resourceGroups/`;
  return prefix + group.name + scope.slice(prefix.length + groupName.length);
}

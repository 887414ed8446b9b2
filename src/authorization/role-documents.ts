import type { RoleAssignmentRow } from '../persistence/role-assignment.repository.js';
import type { BuiltInRole } from './built-in-roles.js';

/** When Azure's built-in roles were made; clients show it and nothing depends on it. */
const BUILT_IN_SINCE = '2015-02-02T21:55:09.8806423Z';

export interface PermissionDocument {
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly dataActions: readonly string[];
  readonly notDataActions: readonly string[];
}

export interface RoleDefinitionDocument {
  readonly id: string;
  readonly name: string;
  readonly type: 'Microsoft.Authorization/roleDefinitions';
  readonly properties: {
    readonly roleName: string;
    readonly type: 'BuiltInRole';
    readonly description: string;
    readonly assignableScopes: readonly string[];
    readonly permissions: readonly PermissionDocument[];
    readonly createdOn: string;
    readonly updatedOn: string;
    readonly createdBy: null;
    readonly updatedBy: null;
  };
}

export function permissionDocument({ actions, notActions }: BuiltInRole): PermissionDocument {
  return { actions, notActions, dataActions: [], notDataActions: [] };
}

/** A role as it is shown at a scope. */
export function roleDefinitionDocument(role: BuiltInRole, scope: string): RoleDefinitionDocument {
  return {
    id: roleDefinitionId(role.id, scope),
    name: role.id,
    type: 'Microsoft.Authorization/roleDefinitions',
    properties: {
      roleName: role.name,
      type: 'BuiltInRole',
      description: role.description,
      assignableScopes: ['/'],
      permissions: [permissionDocument(role)],
      createdOn: BUILT_IN_SINCE,
      updatedOn: BUILT_IN_SINCE,
      createdBy: null,
      updatedBy: null,
    },
  };
}

/** Roles are shown as part of the subscription of a scope. */
export function roleDefinitionId(roleId: string, scope: string): string {
  const [, first, subscription] = scope.split('/');
  const parent = first === 'subscriptions' ? `/subscriptions/${subscription ?? ''}` : '';
  return `${parent}/providers/Microsoft.Authorization/roleDefinitions/${roleId}`;
}

export interface RoleAssignmentDocument {
  readonly id: string;
  readonly name: string;
  readonly type: 'Microsoft.Authorization/roleAssignments';
  readonly properties: {
    readonly roleDefinitionId: string;
    readonly principalId: string;
    readonly principalType: 'ServicePrincipal';
    readonly scope: string;
    readonly description?: string;
    readonly condition: null;
    readonly conditionVersion: null;
    readonly createdOn: string;
    readonly updatedOn: string;
    readonly createdBy: string;
    readonly updatedBy: string;
    readonly delegatedManagedIdentityResourceId: null;
  };
}

export function roleAssignmentDocument(assignment: RoleAssignmentRow): RoleAssignmentDocument {
  const { id, scope, createdBy } = assignment;
  const createdOn = assignment.createdAt.toISOString();
  return {
    id: `${scope === '/' ? '' : scope}/providers/Microsoft.Authorization/roleAssignments/${id}`,
    name: id,
    type: 'Microsoft.Authorization/roleAssignments',
    properties: {
      roleDefinitionId: roleDefinitionId(assignment.roleId, scope),
      principalId: assignment.principalId,
      // Managed identities are service principals to those who assign roles.
      principalType: 'ServicePrincipal',
      scope,
      ...(assignment.description === null ? {} : { description: assignment.description }),
      condition: null,
      conditionVersion: null,
      createdOn,
      updatedOn: createdOn,
      createdBy,
      updatedBy: createdBy,
      delegatedManagedIdentityResourceId: null,
    },
  };
}

import { OWNER_ROLE_ID } from './built-in-roles.js';
import { roleAllows } from './role-permissions.js';
import { INSTALLATION, isBelow, isWithin, type ScopeKey } from './scope.js';

/** A role over a scope. */
export interface Grant {
  readonly roleId: string;
  readonly scope: ScopeKey;
}

/** Everything that one principal may do, as it was when a request began. */
export class Rights {
  constructor(readonly grants: readonly Grant[]) {}

  /** Whether a role over the scope, or over one above it, allows the action. */
  allows(action: string, scope: ScopeKey): boolean {
    return this.grants.some((grant) => isWithin(scope, grant.scope) && roleAllows(grant.roleId, action));
  }

  /** Whether there is something below the scope on which the action is allowed. */
  allowsBelow(action: string, scope: ScopeKey): boolean {
    return this.grants.some((grant) => isBelow(grant.scope, scope) && roleAllows(grant.roleId, action));
  }

  /** Whether there is any role over the scope, above it or below it. */
  touches(scope: ScopeKey): boolean {
    return this.grants.some((grant) => isWithin(scope, grant.scope) || isWithin(grant.scope, scope));
  }

  /** The grants that apply at a scope: those over it and above it. */
  at(scope: ScopeKey): readonly Grant[] {
    return this.grants.filter((grant) => isWithin(scope, grant.scope));
  }
}

/** Of the holder of the access token, and of the development principal. */
export const ALL_RIGHTS = new Rights([{ roleId: OWNER_ROLE_ID, scope: INSTALLATION }]);

export const NO_RIGHTS = new Rights([]);

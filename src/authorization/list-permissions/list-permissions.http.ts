import { Controller, Get, Inject } from '@nestjs/common';
import { Covers } from '../../arm/openapi/coverage.js';
import { RequestCaller } from '../../identity/caller.js';
import type { Caller } from '../../identity/token-verifier.js';
import { AccessControl } from '../access-control.js';
import { findRole } from '../built-in-roles.js';
import { type PermissionDocument, permissionDocument } from '../role-documents.js';
import { scopeKey } from '../scope.js';
import { atGroupScope, PathScope } from '../scope-path.js';

/** What the caller may do at a group or a resource: one entry for each role that applies there. */
@Controller()
export class ListPermissionsController {
  constructor(@Inject(AccessControl) private readonly access: AccessControl) {}

  @Covers({ does: 'Lists what the caller may do at a group or resource' })
  @Get(atGroupScope('permissions'))
  async list(
    @PathScope() scope: string,
    @RequestCaller() caller: Caller,
  ): Promise<{ readonly value: readonly PermissionDocument[] }> {
    const rights = await this.access.rightsOf(caller);
    const roleIds = new Set(rights.at(scopeKey(scope)).map(({ roleId }) => roleId));
    const roles = [...roleIds].flatMap((id) => findRole(id) ?? []);
    return { value: roles.map(permissionDocument) };
  }
}

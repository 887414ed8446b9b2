import { Controller, Get } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { refusal } from '#libs/refusal';
import { filterClauses, notUnderstood } from '../../arm/odata-filter.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { type ArmPage, armPageOfAll, ArmPageRequest, type PageRequest } from '../../arm/page.js';
import { ArmParam, ArmQuery, ArmRequest } from '../../arm/parameters.js';
import { RefusalError } from '../../errors/refusal-error.js';
import { BUILT_IN_ROLES, type BuiltInRole, findRole } from '../built-in-roles.js';
import { type RoleDefinitionDocument, roleDefinitionDocument } from '../role-documents.js';
import { atAnyScope, PathScope } from '../scope-path.js';

const QUERY = z.object({ $filter: z.string().default('') });

/** The roles that can be assigned: Azure's built-in ones, as far as they matter here. */
@Controller()
export class ListRoleDefinitionsController {
  @Covers({ does: 'Lists the built-in roles that are emulated; there are no custom ones' })
  @Get(atAnyScope('roleDefinitions'))
  list(
    @PathScope() scope: string,
    @ArmQuery(QUERY) { $filter }: z.output<typeof QUERY>,
    @ArmRequest() request: FastifyRequest,
    @ArmPageRequest() page: PageRequest,
  ): ArmPage<RoleDefinitionDocument> {
    const roles = BUILT_IN_ROLES.filter(roleFilter($filter));
    const documents = roles.map((role) => roleDefinitionDocument(role, scope));
    return armPageOfAll(request, page, documents, ({ name }) => name);
  }

  @Covers({ does: 'Shows a built-in role' })
  @Get(atAnyScope('roleDefinitions/:roleId'))
  get(@PathScope() scope: string, @ArmParam('roleId') roleId: string): RoleDefinitionDocument {
    const role = findRole(roleId);
    if (role !== undefined) return roleDefinitionDocument(role, scope);
    throw new RefusalError(refusal('role-definition-not-found', `role ${roleId}`));
  }
}

/** By name or type; `atScopeAndBelow()` finds the same, as all roles can be assigned everywhere. */
function roleFilter(filter: string): (role: BuiltInRole) => boolean {
  const tests = filterClauses(filter).map((clause): ((role: BuiltInRole) => boolean) => {
    if (clause.kind === 'call') {
      if (clause.name === 'atscopeandbelow' || clause.name === 'atscope') return () => true;
      throw notUnderstood(`roles are not filtered by ${clause.name}()`);
    }
    const value = clause.value.toLowerCase();
    if (clause.operator !== 'eq') throw notUnderstood(`roles are not filtered by ${clause.operator}`);
    switch (clause.member) {
      case 'rolename':
        return ({ name }) => name.toLowerCase() === value;
      case 'type':
        return () => value === 'builtinrole';
      default:
        throw notUnderstood(`roles are not filtered by ${clause.member}`);
    }
  });
  return (role) => tests.every((test) => test(role));
}

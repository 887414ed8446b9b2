import { Controller, Delete, Get, Inject, Put } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { refusal } from '#libs/refusal';
import { ArmBody } from '../../arm/body.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { type ArmPage, armPage, ArmPageRequest, type PageRequest } from '../../arm/page.js';
import { ArmParam, ArmQuery, ArmReply, ArmRequest } from '../../arm/parameters.js';
import { RefusalError } from '../../errors/refusal-error.js';
import { RequestCaller } from '../../identity/caller.js';
import type { Caller } from '../../identity/token-verifier.js';
import { type RoleAssignmentDocument, roleAssignmentDocument } from '../role-documents.js';
import { atAnyScope, PathScope } from '../scope-path.js';
import { assignmentFilter } from './assignment-filter.js';
import { ASSIGNMENT_NAME, ROLE_ASSIGNMENT_BODY, type RoleAssignmentBody } from './role-assignment.dto.js';
import { RoleAssignments } from './role-assignments.js';

const QUERY = z.object({ $filter: z.string().default('') });

/** Who has which role over what. */
@Controller()
export class RoleAssignmentsController {
  constructor(@Inject(RoleAssignments) private readonly assignments: RoleAssignments) {}

  @Covers({ does: 'Lists role assignments that hold at a scope, filtered and in pages' })
  @Get(atAnyScope('roleAssignments'))
  async list(
    @PathScope() scope: string,
    @ArmQuery(QUERY) { $filter }: z.output<typeof QUERY>,
    @ArmRequest() request: FastifyRequest,
    @ArmPageRequest() page: PageRequest,
  ): Promise<ArmPage<RoleAssignmentDocument>> {
    const { after } = page;
    if (after !== undefined && !z.guid().safeParse(after).success) {
      throw new RefusalError(
        refusal('invalid-parameter', '$skiptoken is not one of this list', { target: '$skiptoken' }),
      );
    }
    const found = await this.assignments.list(scope, { ...assignmentFilter($filter), ...page });
    return armPage(request, page, found.map(roleAssignmentDocument), ({ name }) => name);
  }

  @Covers({ does: 'Shows a role assignment' })
  @Get(atAnyScope('roleAssignments/:assignmentName'))
  async get(
    @PathScope() scope: string,
    @ArmParam('assignmentName', ASSIGNMENT_NAME) name: string,
  ): Promise<RoleAssignmentDocument> {
    return roleAssignmentDocument(await this.assignments.get(scope, name));
  }

  /** Azure answers 201 also for an assignment that is there already as wanted. */
  @Covers({ does: 'Assigns a built-in role, which counts from the next request on; conditions are refused' })
  @Put(atAnyScope('roleAssignments/:assignmentName'))
  async put(
    @PathScope() scope: string,
    @ArmParam('assignmentName', ASSIGNMENT_NAME) name: string,
    @ArmBody(ROLE_ASSIGNMENT_BODY) { properties }: RoleAssignmentBody,
    @RequestCaller() caller: Caller,
    @ArmReply() reply: FastifyReply,
  ): Promise<RoleAssignmentDocument> {
    const { roleDefinitionId: roleId, principalId, principalType, description } = properties;
    const wanted = { roleId, principalId, principalType, description: description ?? null };
    const assignment = await this.assignments.put(scope, name, wanted, caller.principalId);
    reply.code(201);
    return roleAssignmentDocument(assignment);
  }

  @Covers({ does: 'Takes a role assignment away' })
  @Delete(atAnyScope('roleAssignments/:assignmentName'))
  async delete(
    @PathScope() scope: string,
    @ArmParam('assignmentName', ASSIGNMENT_NAME) name: string,
    @ArmReply() reply: FastifyReply,
  ): Promise<RoleAssignmentDocument | undefined> {
    const gone = await this.assignments.delete(scope, name);
    reply.code(gone === undefined ? 204 : 200);
    return gone === undefined ? undefined : roleAssignmentDocument(gone);
  }
}

import { Module } from '@nestjs/common';
import { ListPermissionsController } from './list-permissions/list-permissions.http.js';
import { ListRoleDefinitionsController } from './list-role-definitions/list-role-definitions.http.js';
import { RoleAssignmentsController } from './role-assignments/role-assignments.http.js';
import { RoleAssignments } from './role-assignments/role-assignments.js';

/** Microsoft.Authorization over HTTP. */
@Module({
  controllers: [ListRoleDefinitionsController, RoleAssignmentsController, ListPermissionsController],
  providers: [RoleAssignments],
})
export class RoleAssignmentsModule {}

import { z } from 'zod';
import { armWord, notEmulated, READ_ONLY, READ_ONLY_ENVELOPE } from '../../requests/arm-schemas.js';

const GUID = z.guid().toLowerCase();
const MAX_DESCRIPTION_LENGTH = 1_024;

/** The last segment decides: roles have the same id in every subscription. */
const ROLE_ID = z.string().transform((text, context): string => {
  const id = /\/providers\/Microsoft\.Authorization\/roleDefinitions\/([0-9a-f-]{36})$/i.exec(text)?.[1];
  if (id !== undefined) return id.toLowerCase();
  context.addIssue({ code: 'custom', message: 'is not the id of a role definition' });
  return z.NEVER;
});

const NO_CONDITION = notEmulated('assign a role without a condition');

/** Conditions would have to be obeyed at each request, and are refused for that reason. */
export const ROLE_ASSIGNMENT_BODY = z.strictObject({
  ...READ_ONLY_ENVELOPE,
  properties: z.strictObject({
    roleDefinitionId: ROLE_ID,
    principalId: GUID,
    principalType: armWord('User', 'Group', 'ServicePrincipal', 'ForeignGroup', 'Device').optional(),
    description: z.string().max(MAX_DESCRIPTION_LENGTH).optional(),
    condition: NO_CONDITION,
    conditionVersion: READ_ONLY,
    delegatedManagedIdentityResourceId: notEmulated('assign the role to the identity itself'),
    scope: READ_ONLY,
    createdOn: READ_ONLY,
    updatedOn: READ_ONLY,
    createdBy: READ_ONLY,
    updatedBy: READ_ONLY,
  }),
});
export type RoleAssignmentBody = z.output<typeof ROLE_ASSIGNMENT_BODY>;

export const ASSIGNMENT_NAME = GUID;

/** The REST documents about who may do what, as far as the command line reads them. */
import type { ArmResource } from './api-types.js';

export type PrincipalDocument = ArmResource<{
  /** What role assignments name. */
  readonly objectId: string;
  /** What the principal logs in with. */
  readonly appId: string;
  readonly tenantId: string;
  readonly displayName: string;
  readonly createdTime?: string;
  /** In the answer to the request that set it, and nowhere else. */
  readonly secret?: string;
}>;

export type RoleDefinitionDocument = ArmResource<{
  readonly roleName: string;
  readonly description?: string;
}>;

export type RoleAssignmentDocument = ArmResource<{
  readonly roleDefinitionId: string;
  readonly principalId: string;
  readonly scope: string;
  readonly createdOn?: string;
}>;

export interface SubscriptionDocument {
  readonly id: string;
  readonly subscriptionId: string;
  readonly displayName: string;
  readonly state?: string;
  readonly tenantId?: string;
}

interface Word {
  readonly value: string;
}

/** One event of the activity log. */
export interface ActivityDocument {
  readonly eventTimestamp: string;
  readonly operationName: Word;
  readonly status: Word;
  /** HTTP status, or the code of a refusal. */
  readonly subStatus?: Word;
  readonly resourceId: string;
  readonly caller: string;
}

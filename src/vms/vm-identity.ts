import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { TENANT_ID } from '../identity/subscriptions.js';
import { deleteManagedIdentity, ensureManagedIdentity } from '../persistence/principal.repository.js';
import type { VmView } from '../persistence/vm-view.repository.js';
import { READ_ONLY } from '../requests/arm-schemas.js';

const TYPES = ['SystemAssigned', 'UserAssigned', 'SystemAssigned, UserAssigned', 'None'] as const;
type IdentityType = (typeof TYPES)[number];

/** `SystemAssigned,UserAssigned` and the like count as well: letter case and spaces do not matter. */
const TYPE = z.string().transform((text, context): IdentityType => {
  const found = TYPES.find((type) => bare(type) === bare(text));
  if (found !== undefined) return found;
  context.addIssue({
    code: 'custom',
    message: `is ${JSON.stringify(text)}, not one of ${TYPES.join(' | ')}`,
  });
  return z.NEVER;
});

/** The identity of a VM in a body. What only answers say (principal, tenant, client) is taken and dropped. */
export const IDENTITY = z.strictObject({
  type: TYPE,
  principalId: READ_ONLY,
  tenantId: READ_ONLY,
  userAssignedIdentities: z.record(z.string().startsWith('/'), z.looseObject({})).optional(),
});
export type IdentityBody = z.output<typeof IDENTITY>;

/** An identity as it is stored with the VM: lists are replaced as a whole. */
export interface StoredIdentity {
  readonly type: IdentityType;
  /** ARM ids, as they were given. */
  readonly userAssigned: readonly string[];
}

export function storedIdentity(identity: IdentityBody | undefined): StoredIdentity | undefined {
  if (identity === undefined) return undefined;
  const { type, userAssignedIdentities = {} } = identity;
  const hasAssigned = type === 'UserAssigned' || type === 'SystemAssigned, UserAssigned';
  return { type, userAssigned: hasAssigned ? Object.keys(userAssignedIdentities) : [] };
}

/** Gives a VM the principals that its identity needs, and takes away what it has no more. `vmId`: its ARM id. */
export async function applyIdentity(
  sql: EntityManager,
  vmId: string,
  identity: StoredIdentity | undefined,
): Promise<void> {
  if (identity === undefined) return;
  if (isSystemAssigned(identity)) await ensureManagedIdentity(sql, vmId);
  else await deleteManagedIdentity(sql, vmId);
  for (const id of identity.userAssigned) await ensureManagedIdentity(sql, id);
}

export interface IdentityDocument {
  readonly type: IdentityType;
  readonly principalId?: string;
  readonly tenantId?: string;
  readonly userAssignedIdentities?: Readonly<Record<string, object>>;
}

/** The identity as answers show it; `undefined` for a VM without one. `vmId`: its ARM id. */
export function identityDocument(
  vmId: string,
  identity: StoredIdentity | undefined,
  principals: VmView['principals'],
): IdentityDocument | undefined {
  if (identity === undefined || identity.type === 'None') return undefined;
  const { type, userAssigned = [] } = identity;
  const own = isSystemAssigned(identity) ? principals[vmId.toLowerCase()] : undefined;
  return {
    type,
    ...(own === undefined ? {} : { principalId: own.principalId, tenantId: TENANT_ID }),
    ...(userAssigned.length === 0
      ? {}
      : {
          userAssignedIdentities: Object.fromEntries(
            userAssigned.map((id) => [id, principals[id.toLowerCase()] ?? {}]),
          ),
        }),
  };
}

function isSystemAssigned({ type }: StoredIdentity): boolean {
  return type === 'SystemAssigned' || type === 'SystemAssigned, UserAssigned';
}

function bare(text: string): string {
  return text.toLowerCase().replaceAll(' ', '');
}

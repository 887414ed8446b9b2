import { refusal } from '#libs/refusal';
import { scopeKey } from '../authorization/scope.js';
import type { Caller } from '../identity/token-verifier.js';
import { rightsNow } from '../jobs/acting-caller.js';
import {
  findScheduledActions,
  type StoredScheduledAction,
} from '../persistence/scheduled-action.repository.js';
import type { Sql } from '../persistence/sql.js';
import { errorOf, type ResourceOperation } from './action-document.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** An operation that was asked about, or why nothing is said about it. */
export type FoundAction =
  | { readonly id: string; readonly action: StoredScheduledAction }
  | { readonly id: string; readonly action: undefined; readonly missing: ResourceOperation };

/** In the order asked. Nobody learns of an operation on a VM that they may not read. */
export async function findActions(
  sql: Sql,
  caller: Caller,
  subscriptionId: string,
  ids: readonly string[],
): Promise<readonly FoundAction[]> {
  const known = await findScheduledActions(
    sql,
    subscriptionId,
    ids.filter((id) => UUID.test(id)),
  );
  const rights = await rightsNow(sql, caller);
  const readable = new Map(
    known
      .filter(({ resourceId }) =>
        rights.allows('Microsoft.Compute/virtualMachines/read', scopeKey(resourceId)),
      )
      .map((action) => [action.id, action]),
  );
  return ids.map((id) => {
    const action = readable.get(id.toLowerCase());
    if (action !== undefined) return { id, action };
    return { id, action, missing: errorOf(refusal('operation-not-found', `operation ${id}`)) };
  });
}

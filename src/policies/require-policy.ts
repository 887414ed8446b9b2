import { refusal } from '#libs/refusal';
import { RefusalError } from '../errors/refusal-error.js';
import { findPolicy, type StoredPolicy } from '../persistence/guid-policy.repository.js';
import type { Sql } from '../persistence/sql.js';

/** Throws `RefusalError` policy-not-found. */
export async function requirePolicy(sql: Sql, name: string, lock = false): Promise<StoredPolicy> {
  const policy = await findPolicy(sql, name, lock);
  if (policy === undefined) throw new RefusalError(refusal('policy-not-found', `policy ${name}`));
  return policy;
}

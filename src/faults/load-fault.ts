import { refusal } from '#libs/refusal';
import { RefusalError } from '../errors/refusal-error.js';
import {
  findFault,
  listHits,
  type FaultHit,
  type FaultName,
  type StoredFault,
} from '../persistence/armed-fault.repository.js';
import type { Sql } from '../persistence/sql.js';

/** Strikes that a document shows. */
const SHOWN_HITS = 200;

/** A fault with its latest strikes. */
export interface FaultWithHits {
  readonly fault: StoredFault;
  readonly struck: readonly FaultHit[];
}

/** Throws `RefusalError` fault-not-found. */
export async function loadFault(sql: Sql, name: FaultName): Promise<FaultWithHits> {
  const fault = await findFault(sql, name);
  if (fault === undefined) throw new RefusalError(refusal('fault-not-found', `fault ${name.name}`));
  return { fault, struck: await listHits(sql, fault.id, SHOWN_HITS) };
}

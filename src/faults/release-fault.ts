import type { EntityManager } from 'typeorm';
import {
  deleteFault,
  disarmFault,
  findStruckOperations,
  type StoredFault,
} from '../persistence/armed-fault.repository.js';
import { wakeOperations } from '../persistence/operation.repository.js';

/** Ends a fault that the caller has locked, and wakes what it may hold. The caller kicks the relay afterwards. */
export async function releaseFault(
  sql: EntityManager,
  { id }: StoredFault,
  how: 'disarm' | 'delete',
): Promise<void> {
  await wakeOperations(sql, await findStruckOperations(sql, id));
  await (how === 'disarm' ? disarmFault(sql, id) : deleteFault(sql, id));
}

import { HOST_GENERATIONS } from '#libs/hosts';
import { insertHost } from '../persistence/host.repository.js';
import { row, type Sql } from '../persistence/sql.js';

/** Room for a few dozen VMs of the usual sizes on each. */
const CAPACITY = { vcpus: 64, memoryMib: 262_144, vfSlots: 16 };
const GENERATION = HOST_GENERATIONS['intel-ice-lake'];

/** Registers hosts `host-1`, `host-2`, ... in a cloud that has none yet, so that clients which know no hosts can begin. */
export async function registerFirstHosts(sql: Sql, count: number): Promise<void> {
  if ((await row(sql, 'select 1 from host limit 1')) !== undefined) return;
  for (let number = 1; number <= count; number++) {
    await insertHost(sql, {
      name: `host-${number}`,
      cluster: 'default',
      generation: GENERATION,
      capacity: CAPACITY,
    });
  }
}

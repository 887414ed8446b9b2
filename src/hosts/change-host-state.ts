import type { DataSource, EntityManager } from 'typeorm';
import type { Host, HostState } from '#libs/hosts';
import { refusal } from '#libs/refusal';
import { RefusalError } from '../errors/refusal-error.js';
import { setHostState } from '../persistence/host.repository.js';
import type { OccupiedHost } from './host-document.js';
import { loadOccupiedHost, requireHost } from './load-host.js';

/**
 * Brings a host into another state, in one transaction with what the change asks and entails. While it runs no
 * VM can be placed on the host. A host that is in the state already stays as it is.
 */
export async function changeHostState(
  database: DataSource,
  name: string,
  to: HostState,
  check: (host: Host, sql: EntityManager) => void | Promise<void>,
): Promise<OccupiedHost> {
  return database.transaction(async (sql) => {
    const host = await requireHost(sql, name, true);
    if (host.state !== to) {
      await check(host, sql);
      await setHostState(sql, host.id, to);
    }
    return loadOccupiedHost(sql, name);
  });
}

/** Throws `RefusalError` host-down: a host that has failed is repaired first. */
export function requireUp({ name, state }: Host): void {
  if (state === 'down') throw new RefusalError(refusal('host-down', `host ${name}`));
}

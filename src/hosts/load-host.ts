import type { Host } from '#libs/hosts';
import { refusal } from '#libs/refusal';
import { RefusalError } from '../errors/refusal-error.js';
import { findHost, listHostedVms } from '../persistence/host.repository.js';
import type { Sql } from '../persistence/sql.js';
import type { OccupiedHost } from './host-document.js';

/** Throws `RefusalError` host-not-found. */
export async function requireHost(sql: Sql, name: string, lock = false): Promise<Host> {
  const host = await findHost(sql, name, lock);
  if (host === undefined) throw new RefusalError(refusal('host-not-found', `host ${name}`));
  return host;
}

/** A host with the VMs on it. Throws `RefusalError` host-not-found. */
export async function loadOccupiedHost(sql: Sql, name: string): Promise<OccupiedHost> {
  const host = await requireHost(sql, name);
  return { host, vms: await listHostedVms(sql, host.id) };
}

import { randomUUID } from 'node:crypto';
import { refusal } from '#libs/refusal';
import { RefusalError } from '../errors/refusal-error.js';
import { row, rows, touched, type Sql } from './sql.js';

/** Disks and NICs of a VM: who owns what (TORPOR-5). Every function throws `RefusalError` and changes nothing then. */

export interface NewDisk {
  readonly groupId: string;
  readonly name: string;
  readonly location: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly sku: string;
  readonly sizeGib: number;
  readonly supportsHibernation: boolean;
  /** Members of the ARM document that are only shown again. */
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Throws disk-name-taken. */
export async function insertDisk(sql: Sql, disk: NewDisk): Promise<string> {
  const id = randomUUID();
  const made = await touched(
    sql,
    `insert into disk (id, group_id, name, name_key, location, tags, etag, sku, size_gib, supports_hibernation,
                       properties)
     values ($1, $2, $3, lower($3), $4, $5, $6, $7, $8, $9, $10)
     on conflict (group_id, name_key) do nothing returning 1`,
    [
      id,
      disk.groupId,
      disk.name,
      disk.location,
      JSON.stringify(disk.tags),
      randomUUID(),
      disk.sku,
      disk.sizeGib,
      disk.supportsHibernation,
      JSON.stringify(disk.properties),
    ],
  );
  if (made === 0) throw new RefusalError(refusal('disk-name-taken', `disk ${disk.name} exists already`));
  return id;
}

interface Owned {
  readonly diskId: string;
  readonly vmId: string;
  readonly lun: number;
  /** The VM has a Hyper-V VM that must hold the lease from now on. */
  readonly isLeased: boolean;
}

/** Gives a free disk to a VM. Throws disk-in-use. */
export async function attachDisk(sql: Sql, { diskId, vmId, lun, isLeased }: Owned): Promise<void> {
  const done = await touched(
    sql,
    `update disk set vm_id = $2, lun = $3, leased_by = case when $4 then $2::uuid end, etag = gen_random_uuid()
      where id = $1 and vm_id is null and leased_by is null returning 1`,
    [diskId, vmId, lun, isLeased],
  );
  if (done === 1) return;
  const found = await row<{ name: string }>(sql, 'select name from disk where id = $1', [diskId]);
  throw new RefusalError(
    found === undefined
      ? refusal('disk-not-found', `disk ${diskId}`)
      : refusal('disk-in-use', `disk ${found.name} belongs to a VM`),
  );
}

export async function detachDisk(sql: Sql, diskId: string): Promise<void> {
  await sql.query(
    'update disk set vm_id = null, lun = null, leased_by = null, etag = gen_random_uuid() where id = $1',
    [diskId],
  );
}

export interface ArmName {
  readonly subscriptionId: string;
  readonly groupName: string;
  readonly name: string;
}

/** Gives a VM exactly these NICs, the primary first. Throws nic-not-found and nic-in-use. */
export async function setNics(sql: Sql, vmId: string, nics: readonly ArmName[]): Promise<void> {
  await sql.query('update network_interface set vm_id = null, position = null where vm_id = $1', [vmId]);
  for (const [position, nic] of nics.entries()) {
    const found = await row<{ id: string; vm_id: string | null }>(
      sql,
      `select n.id, n.vm_id from network_interface n join resource_group g on g.id = n.group_id
        where g.subscription_id = $1 and g.name_key = lower($2) and n.name_key = lower($3) for update of n`,
      [nic.subscriptionId, nic.groupName, nic.name],
    );
    if (found === undefined) {
      throw new RefusalError(refusal('nic-not-found', `NIC ${nic.name} in group ${nic.groupName}`));
    }
    if (found.vm_id !== null)
      throw new RefusalError(refusal('nic-in-use', `NIC ${nic.name} belongs to a VM`));
    await sql.query(
      'update network_interface set vm_id = $2, position = $3, etag = gen_random_uuid() where id = $1',
      [found.id, vmId, position],
    );
  }
}

/** ARM ids of a VM's NICs, the primary first. */
export async function listNicNames(sql: Sql, vmId: string): Promise<readonly ArmName[]> {
  return rows<ArmName>(
    sql,
    `select g.subscription_id as "subscriptionId", g.name as "groupName", n.name as name
       from network_interface n join resource_group g on g.id = n.group_id
      where n.vm_id = $1 order by n.position`,
    [vmId],
  );
}

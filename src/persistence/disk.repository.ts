import { inScope, scopeParameters, type ResourceListScope } from './resource-list.js';
import { row, rows, type Sql } from './sql.js';
import type { VmName } from './vm-facts.repository.js';
import type { ArmName, NewDisk } from './vm-parts.repository.js';

export interface DiskRow {
  readonly id: string;
  readonly subscriptionId: string;
  readonly groupName: string;
  readonly name: string;
  readonly location: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly sku: string;
  readonly sizeGib: number;
  readonly supportsHibernation: boolean;
  /** Members of the ARM document that are only shown again. */
  readonly properties: Readonly<Record<string, unknown>>;
  readonly vm: VmName | null;
  /** On that VM; -1 for its OS disk. */
  readonly lun: number | null;
  /** A Hyper-V VM has the disk open. */
  readonly isLeased: boolean;
  /** Somebody outside has access to the bytes of the disk. */
  readonly isAccessed: boolean;
  readonly createdAt: Date;
}

const SELECT = `
  select d.id, g.subscription_id as "subscriptionId", g.name as "groupName", d.name, d.location, d.tags, d.sku,
         d.size_gib as "sizeGib", d.supports_hibernation as "supportsHibernation", d.properties, d.lun,
         d.leased_by is not null as "isLeased", d.created_at as "createdAt",
         exists (select 1 from disk_access a where a.disk_id = d.id and a.ends_at > now()) as "isAccessed",
         case when vm.id is not null then json_build_object('subscriptionId', mg.subscription_id,
              'groupName', mg.name, 'vmName', vm.name) end as vm
    from disk d join resource_group g on g.id = d.group_id
    left join virtual_machine vm on vm.id = d.vm_id left join resource_group mg on mg.id = vm.group_id`;

/** A disk by its name in any letter case. */
export async function findDisk(
  sql: Sql,
  { subscriptionId, groupName, name }: ArmName,
): Promise<DiskRow | undefined> {
  return row<DiskRow>(
    sql,
    `${SELECT} where g.subscription_id = $1 and g.name_key = lower($2) and d.name_key = lower($3)`,
    [subscriptionId, groupName, name],
  );
}

/** Disks by group and name, one more than the limit when there are more. */
export async function listDisks(sql: Sql, scope: ResourceListScope): Promise<readonly DiskRow[]> {
  return rows<DiskRow>(sql, `${SELECT} ${inScope('d')}`, scopeParameters(scope));
}

/** Writes what a caller may change. */
export async function writeDisk(
  sql: Sql,
  id: string,
  disk: Pick<NewDisk, 'tags' | 'sku' | 'sizeGib' | 'supportsHibernation' | 'properties'>,
): Promise<void> {
  await sql.query(
    `update disk set tags = $2, sku = $3, size_gib = $4, supports_hibernation = $5, properties = $6,
            etag = gen_random_uuid() where id = $1`,
    [
      id,
      JSON.stringify(disk.tags),
      disk.sku,
      disk.sizeGib,
      disk.supportsHibernation,
      JSON.stringify(disk.properties),
    ],
  );
}

export async function deleteDisk(sql: Sql, id: string): Promise<void> {
  await sql.query('delete from disk where id = $1', [id]);
}

/** Whether the VM whose OS disk this is has hibernation enabled (AZURE-3). */
export async function isOsDiskOfHibernatingVm(sql: Sql, diskId: string): Promise<boolean> {
  const found = await row(
    sql,
    `select 1 from disk d join virtual_machine vm on vm.id = d.vm_id
      where d.id = $1 and d.lun = -1 and vm.hibernation_enabled`,
    [diskId],
  );
  return found !== undefined;
}

import { randomUUID } from 'node:crypto';
import { inScope, scopeParameters, type ResourceListScope } from './resource-list.js';
import { row, rows, touched, type Sql } from './sql.js';
import type { VmName } from './vm-facts.repository.js';
import type { ArmName } from './vm-parts.repository.js';

export interface NicRow {
  readonly id: string;
  readonly subscriptionId: string;
  readonly groupName: string;
  readonly name: string;
  readonly location: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly etag: string;
  /** Twelve hex digits. */
  readonly mac: string;
  readonly isAccelerated: boolean;
  /** Members of the ARM document that are only shown again. */
  readonly properties: Readonly<Record<string, unknown>>;
  readonly vm: VmName | null;
  /** Among the NICs of the VM, 0 for the primary. */
  readonly position: number | null;
  readonly ipConfigurations: readonly IpConfigurationRow[];
}

export interface IpConfigurationRow {
  readonly name: string;
  readonly network: ArmName;
  readonly subnetName: string;
  readonly subnetId: string;
  /** An IPv4 address as a number. */
  readonly address: number;
  readonly isStatic: boolean;
  readonly isPrimary: boolean;
  readonly properties: Readonly<Record<string, unknown>>;
}

const IP_CONFIGURATIONS = `
  (select coalesce(json_agg(json_build_object('name', ip.name, 'subnetName', s.name, 'subnetId', s.id,
       'network', json_build_object('subscriptionId', vg.subscription_id, 'groupName', vg.name, 'name', v.name),
       'address', ip.address, 'isStatic', ip.is_static, 'isPrimary', ip.is_primary,
       'properties', ip.properties) order by ip.position), '[]')
     from ip_configuration ip join subnet s on s.id = ip.subnet_id
     join virtual_network v on v.id = s.network_id join resource_group vg on vg.id = v.group_id
    where ip.nic_id = n.id)`;

const SELECT = `
  select n.id, g.subscription_id as "subscriptionId", g.name as "groupName", n.name, n.location, n.tags, n.etag,
         n.mac, n.is_accelerated as "isAccelerated", n.properties, n.position,
         case when vm.id is not null then json_build_object('subscriptionId', mg.subscription_id,
              'groupName', mg.name, 'vmName', vm.name) end as vm,
         ${IP_CONFIGURATIONS} as "ipConfigurations"
    from network_interface n join resource_group g on g.id = n.group_id
    left join virtual_machine vm on vm.id = n.vm_id left join resource_group mg on mg.id = vm.group_id`;

/** A NIC by its name in any letter case. */
export async function findNic(
  sql: Sql,
  { subscriptionId, groupName, name }: ArmName,
): Promise<NicRow | undefined> {
  return row<NicRow>(
    sql,
    `${SELECT} where g.subscription_id = $1 and g.name_key = lower($2) and n.name_key = lower($3)`,
    [subscriptionId, groupName, name],
  );
}

/** NICs by group and name, one more than the limit when there are more. */
export async function listNics(sql: Sql, scope: ResourceListScope): Promise<readonly NicRow[]> {
  return rows<NicRow>(sql, `${SELECT} ${inScope('n')}`, scopeParameters(scope));
}

export interface NewNic {
  readonly groupId: string;
  readonly name: string;
  readonly location: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly mac: string;
  readonly isAccelerated: boolean;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Makes a NIC; `undefined` when its name or its MAC address is taken. */
export async function insertNic(sql: Sql, nic: NewNic): Promise<string | undefined> {
  const id = randomUUID();
  const made = await touched(
    sql,
    `insert into network_interface (id, group_id, name, name_key, location, tags, etag, mac, is_accelerated,
        properties)
     values ($1, $2, $3, lower($3), $4, $5, $6, $7, $8, $9) on conflict do nothing returning 1`,
    [
      id,
      nic.groupId,
      nic.name,
      nic.location,
      JSON.stringify(nic.tags),
      randomUUID(),
      nic.mac,
      nic.isAccelerated,
      JSON.stringify(nic.properties),
    ],
  );
  return made === 1 ? id : undefined;
}

export async function isMacTaken(sql: Sql, mac: string): Promise<boolean> {
  return (await row(sql, 'select 1 from network_interface where mac = $1', [mac])) !== undefined;
}

/** Writes what a caller may change, and a new tag. */
export async function writeNic(
  sql: Sql,
  id: string,
  { tags, isAccelerated, properties }: Pick<NewNic, 'tags' | 'isAccelerated' | 'properties'>,
): Promise<void> {
  await sql.query(
    `update network_interface set tags = $2, is_accelerated = $3, properties = $4, etag = $5 where id = $1`,
    [id, JSON.stringify(tags), isAccelerated, JSON.stringify(properties), randomUUID()],
  );
}

export async function deleteNic(sql: Sql, id: string): Promise<void> {
  await sql.query('delete from network_interface where id = $1', [id]);
}

export interface LockedSubnet {
  readonly id: string;
  readonly networkId: string;
  readonly location: string;
  readonly addressPrefix: string;
}

/** A subnet from which an address is about to be taken: nobody else takes one until the transaction ends. */
export async function lockSubnet(
  sql: Sql,
  { subscriptionId, groupName, name }: ArmName,
  subnetName: string,
): Promise<LockedSubnet | undefined> {
  return row<LockedSubnet>(
    sql,
    `select s.id, v.id as "networkId", v.location, s.properties ->> 'addressPrefix' as "addressPrefix"
       from subnet s join virtual_network v on v.id = s.network_id join resource_group g on g.id = v.group_id
      where g.subscription_id = $1 and g.name_key = lower($2) and v.name_key = lower($3) and s.name_key = lower($4)
        for share of v for no key update of s`,
    [subscriptionId, groupName, name, subnetName],
  );
}

/** The lowest free address from `first` on; `undefined` when there is none up to `last`. The subnet is locked. */
export async function findFreeAddress(
  sql: Sql,
  subnetId: string,
  { first, last }: { readonly first: number; readonly last: number },
): Promise<number | undefined> {
  const found = await row<{ address: string }>(
    sql,
    `select case when not exists (select 1 from ip_configuration where subnet_id = $1 and address = $2)
            then $2::bigint
            else (select min(a.address) + 1 from ip_configuration a
                   where a.subnet_id = $1 and a.address >= $2 and not exists (
                         select 1 from ip_configuration b
                          where b.subnet_id = $1 and b.address = a.address + 1)) end as address`,
    [subnetId, first],
  );
  const address = Number(found?.address);
  return address >= first && address <= last ? address : undefined;
}

/** Name of the NIC that has an address. */
export async function findAddressUser(
  sql: Sql,
  subnetId: string,
  address: number,
): Promise<string | undefined> {
  const found = await row<{ name: string }>(
    sql,
    `select n.name from ip_configuration ip join network_interface n on n.id = ip.nic_id
      where ip.subnet_id = $1 and ip.address = $2`,
    [subnetId, address],
  );
  return found?.name;
}

export type NewIpConfiguration = Omit<IpConfigurationRow, 'network' | 'subnetName'> & {
  readonly position: number;
};

export async function insertIpConfiguration(sql: Sql, nicId: string, ip: NewIpConfiguration): Promise<void> {
  await sql.query(
    `insert into ip_configuration (nic_id, position, name, name_key, subnet_id, address, is_static, is_primary,
        properties) values ($1, $2, $3, lower($3), $4, $5, $6, $7, $8)`,
    [
      nicId,
      ip.position,
      ip.name,
      ip.subnetId,
      ip.address,
      ip.isStatic,
      ip.isPrimary,
      JSON.stringify(ip.properties),
    ],
  );
  if (ip.isPrimary) {
    await sql.query('update network_interface set subnet_id = $2 where id = $1', [nicId, ip.subnetId]);
  }
}

export async function deleteIpConfigurations(sql: Sql, nicId: string): Promise<void> {
  await sql.query('delete from ip_configuration where nic_id = $1', [nicId]);
}

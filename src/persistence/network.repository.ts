import { randomUUID } from 'node:crypto';
import { refusal } from '#libs/refusal';
import { RefusalError } from '../errors/refusal-error.js';
import { inScope, scopeParameters, type ResourceListScope } from './resource-list.js';
import { row, rows, type Sql } from './sql.js';
import type { ArmName } from './vm-parts.repository.js';

export interface NetworkRow {
  readonly id: string;
  readonly subscriptionId: string;
  readonly groupName: string;
  readonly name: string;
  readonly location: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly etag: string;
  readonly properties: Readonly<Record<string, unknown>> & { readonly addressPrefixes: readonly string[] };
  readonly subnets: readonly SubnetRow[];
}

export interface SubnetRow {
  readonly id: string;
  readonly name: string;
  readonly etag: string;
  readonly properties: Readonly<Record<string, unknown>> & { readonly addressPrefix: string };
  /** Addresses given out, by NIC. */
  readonly users: readonly SubnetUser[];
}

export interface SubnetUser {
  readonly subscriptionId: string;
  readonly groupName: string;
  readonly nicName: string;
  readonly configurationName: string;
}

const SUBNETS = `
  (select coalesce(json_agg(json_build_object('id', s.id, 'name', s.name, 'etag', s.etag,
       'properties', s.properties, 'users',
       (select coalesce(json_agg(json_build_object('subscriptionId', ng.subscription_id, 'groupName', ng.name,
            'nicName', n.name, 'configurationName', ip.name) order by ng.name_key, n.name_key, ip.position), '[]')
          from ip_configuration ip join network_interface n on n.id = ip.nic_id
          join resource_group ng on ng.id = n.group_id where ip.subnet_id = s.id)) order by s.name_key), '[]')
     from subnet s where s.network_id = v.id)`;

const SELECT = `
  select v.id, g.subscription_id as "subscriptionId", g.name as "groupName", v.name, v.location, v.tags, v.etag,
         v.properties, ${SUBNETS} as subnets
    from virtual_network v join resource_group g on g.id = v.group_id`;

/**
 * A network with its subnets by name in any letter case; with `lock` nobody changes it or its subnets, nor takes
 * an address of it, until the transaction ends.
 */
export async function findNetwork(
  sql: Sql,
  { subscriptionId, groupName, name }: ArmName,
  lock = false,
): Promise<NetworkRow | undefined> {
  const key = [subscriptionId, groupName, name];
  const where = 'where g.subscription_id = $1 and g.name_key = lower($2) and v.name_key = lower($3)';
  if (lock) {
    // Locked by a statement of its own: only the next one sees what was written while this one waited.
    await sql.query(
      `select 1 from virtual_network v join resource_group g on g.id = v.group_id ${where} for update of v`,
      key,
    );
  }
  return row<NetworkRow>(sql, `${SELECT} ${where}`, key);
}

/** Throws network-not-found. */
export async function requireNetwork(sql: Sql, name: ArmName, lock = false): Promise<NetworkRow> {
  const network = await findNetwork(sql, name, lock);
  if (network === undefined) {
    throw new RefusalError(refusal('network-not-found', `network ${name.name} in group ${name.groupName}`));
  }
  return network;
}

/** Networks by group and name, one more than the limit when there are more. */
export async function listNetworks(sql: Sql, scope: ResourceListScope): Promise<readonly NetworkRow[]> {
  return rows<NetworkRow>(sql, `${SELECT} ${inScope('v')}`, scopeParameters(scope));
}

export interface NetworkContent {
  readonly location: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly properties: NetworkRow['properties'];
}

export async function insertNetwork(
  sql: Sql,
  groupId: string,
  name: string,
  { location, tags, properties }: NetworkContent,
): Promise<string | undefined> {
  const made = await row<{ id: string }>(
    sql,
    `insert into virtual_network (id, group_id, name, name_key, location, tags, etag, properties)
     values ($1, $2, $3, lower($3), $4, $5, $6, $7) on conflict (group_id, name_key) do nothing returning id`,
    [randomUUID(), groupId, name, location, JSON.stringify(tags), randomUUID(), JSON.stringify(properties)],
  );
  return made?.id;
}

/** Writes what is given and a new tag; a change of a subnet is a change of its network. */
export async function writeNetwork(
  sql: Sql,
  id: string,
  { tags, properties }: Partial<Pick<NetworkContent, 'tags' | 'properties'>>,
): Promise<void> {
  await sql.query(
    `update virtual_network set tags = coalesce($2, tags), properties = coalesce($3, properties), etag = $4
      where id = $1`,
    [
      id,
      tags === undefined ? null : JSON.stringify(tags),
      properties === undefined ? null : JSON.stringify(properties),
      randomUUID(),
    ],
  );
}

export async function deleteNetwork(sql: Sql, id: string): Promise<void> {
  await sql.query('delete from virtual_network where id = $1', [id]);
}

/** Makes a subnet or changes it, by its name. */
export async function writeSubnet(
  sql: Sql,
  networkId: string,
  name: string,
  properties: SubnetRow['properties'],
): Promise<void> {
  await sql.query(
    `insert into subnet (id, network_id, name, name_key, properties, etag)
     values ($1, $2, $3, lower($3), $4, $5)
     on conflict (network_id, name_key) do update set properties = excluded.properties, etag = excluded.etag`,
    [randomUUID(), networkId, name, JSON.stringify(properties), randomUUID()],
  );
}

export async function deleteSubnet(sql: Sql, id: string): Promise<void> {
  await sql.query('delete from subnet where id = $1', [id]);
}

import type { ArmName } from './vm-parts.repository.js';
import { row, rows, type Sql } from './sql.js';

export const SECURITY_GROUP_TYPE = 'Microsoft.Network/networkSecurityGroups';

/** Who uses a security group. */
export interface SecurityGroupUsers {
  readonly nics: readonly ArmName[];
  readonly subnets: readonly (ArmName & { readonly networkName: string })[];
}

/** Users of security groups, by the id of the group. */
export async function listSecurityGroupUsers(
  sql: Sql,
  ids: readonly string[],
): Promise<ReadonlyMap<string, SecurityGroupUsers>> {
  const found = await rows<{ id: string } & SecurityGroupUsers>(
    sql,
    `select k.id,
       (select coalesce(json_agg(json_build_object('subscriptionId', g.subscription_id, 'groupName', g.name,
            'name', n.name) order by g.name_key, n.name_key), '[]')
          from network_interface n join resource_group g on g.id = n.group_id
         where n.security_group_id = k.id) as nics,
       (select coalesce(json_agg(json_build_object('subscriptionId', g.subscription_id, 'groupName', g.name,
            'networkName', v.name, 'name', s.name) order by g.name_key, v.name_key, s.name_key), '[]')
          from subnet s join virtual_network v on v.id = s.network_id join resource_group g on g.id = v.group_id
         where s.security_group_id = k.id) as subnets
       from kept_resource k where k.id = any($1)`,
    [ids],
  );
  return new Map(found.map(({ id, nics, subnets }) => [id, { nics, subnets }]));
}

/** Says which security group a NIC has. */
export async function setNicSecurityGroup(
  sql: Sql,
  nicId: string,
  securityGroupId: string | undefined,
): Promise<void> {
  await sql.query('update network_interface set security_group_id = $2 where id = $1', [
    nicId,
    securityGroupId ?? null,
  ]);
}

/** Says which security group a subnet has, by its network and its name. */
export async function setSubnetSecurityGroup(
  sql: Sql,
  networkId: string,
  subnetName: string,
  securityGroupId: string | undefined,
): Promise<void> {
  await sql.query('update subnet set security_group_id = $3 where network_id = $1 and name_key = lower($2)', [
    networkId,
    subnetName,
    securityGroupId ?? null,
  ]);
}

/** A use of a security group, in words; `undefined` when there is none. */
export async function findSecurityGroupUse(sql: Sql, id: string): Promise<string | undefined> {
  const found = await row<{ use: string }>(
    sql,
    `select 'network interface ' || name as use from network_interface where security_group_id = $1
     union all
     select 'subnet ' || s.name || ' of network ' || v.name
       from subnet s join virtual_network v on v.id = s.network_id where s.security_group_id = $1
     limit 1`,
    [id],
  );
  return found?.use;
}

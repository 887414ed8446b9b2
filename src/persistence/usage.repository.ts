import { rows, type Sql } from './sql.js';

export interface UsagePlace {
  readonly subscriptionId: string;
  readonly location: string;
}

/** VMs of a location by size, whatever state they are in. */
export async function countVmsBySize(
  sql: Sql,
  { subscriptionId, location }: UsagePlace,
): Promise<readonly { readonly size: string; readonly count: number }[]> {
  return rows(
    sql,
    `select vm.size, count(*)::integer as count
       from virtual_machine vm join resource_group g on g.id = vm.group_id
      where g.subscription_id = $1 and vm.location = lower($2) group by vm.size order by vm.size`,
    [subscriptionId, location],
  );
}

/** Resources of a location by type: those that are kept and shown, and networks and NICs. */
export async function countResources(
  sql: Sql,
  { subscriptionId, location }: UsagePlace,
): Promise<ReadonlyMap<string, number>> {
  const found = await rows<{ type: string; count: number }>(
    sql,
    `select type, count(*)::integer as count from (
       select group_id, location, type from kept_resource
       union all select group_id, location, 'Microsoft.Network/virtualNetworks' from virtual_network
       union all select group_id, location, 'Microsoft.Network/networkInterfaces' from network_interface
       union all select group_id, location, 'Microsoft.Compute/disks/' || sku from disk) resource
       join resource_group g on g.id = resource.group_id
      where g.subscription_id = $1 and resource.location = lower($2) group by type order by type`,
    [subscriptionId, location],
  );
  return new Map(found.map(({ type, count }) => [type, count]));
}

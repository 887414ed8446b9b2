import { row, rows, type Sql } from './sql.js';
import type { VmName } from './vm-facts.repository.js';

/** Where a VM is found by what its metadata key stands for. */
export async function findVmNameById(sql: Sql, vmId: string): Promise<VmName | undefined> {
  return row<VmName>(
    sql,
    `select g.subscription_id as "subscriptionId", g.name as "groupName", vm.name as "vmName"
       from virtual_machine vm join resource_group g on g.id = vm.group_id where vm.id = $1`,
    [vmId],
  );
}

/** Address ranges of the subnets that the NICs of a VM are in, by subnet id. */
export async function findSubnetPrefixes(sql: Sql, vmId: string): Promise<ReadonlyMap<string, string>> {
  const found = await rows<{ id: string; prefix: string }>(
    sql,
    `select distinct s.id, s.properties ->> 'addressPrefix' as prefix
       from subnet s join ip_configuration ip on ip.subnet_id = s.id
       join network_interface n on n.id = ip.nic_id where n.vm_id = $1`,
    [vmId],
  );
  return new Map(found.map(({ id, prefix }) => [id, prefix]));
}

/** Public addresses of a VM as numbers, by the id of the NIC and the name of its IP configuration. */
export async function findPublicAddresses(sql: Sql, vmId: string): Promise<ReadonlyMap<string, number>> {
  const found = await rows<{ place: string; address: string }>(
    sql,
    `select n.id || '/' || ip.name as place, lease.address
       from ip_configuration ip join network_interface n on n.id = ip.nic_id
       join public_address_lease lease on lease.resource_id = ip.public_address_id where n.vm_id = $1`,
    [vmId],
  );
  return new Map(found.map(({ place, address }) => [place, Number(address)]));
}

/** An operation of which a guest is told. */
export interface AnnouncedOperation {
  readonly id: string;
  readonly pipeline: string;
  readonly status: string;
  readonly createdAt: Date;
}

/** Operations of these pipelines on a VM, oldest first. */
export async function findAnnouncedOperations(
  sql: Sql,
  vmId: string,
  pipelines: readonly string[],
): Promise<readonly AnnouncedOperation[]> {
  return rows<AnnouncedOperation>(
    sql,
    `select id, pipeline, status, created_at as "createdAt" from operation
      where vm_id = $1 and pipeline = any($2) order by created_at, id`,
    [vmId, pipelines],
  );
}

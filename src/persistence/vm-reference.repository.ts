import { rows, type Sql } from './sql.js';
import type { VmName } from './vm-facts.repository.js';

/** Members of a VM that refer to resources which are kept and shown. */
const MEMBERS = {
  availabilitySet: '{properties,availabilitySet,id}',
  proximityPlacementGroup: '{properties,proximityPlacementGroup,id}',
  host: '{properties,host,id}',
  hostGroup: '{properties,hostGroup,id}',
  capacityReservationGroup: '{properties,capacityReservation,capacityReservationGroup,id}',
} as const;

export type VmReference = keyof typeof MEMBERS;

/** VMs that refer to resources, by the id of the resource in lower case; each in the order of their names. */
export async function listReferringVms(
  sql: Sql,
  member: VmReference,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly VmName[]>> {
  const found = await rows<{ id: string } & VmName>(
    sql,
    `select lower(vm.spec #>> '${MEMBERS[member]}') as id, g.subscription_id as "subscriptionId",
            g.name as "groupName", vm.name as "vmName"
       from virtual_machine vm join resource_group g on g.id = vm.group_id
      where lower(vm.spec #>> '${MEMBERS[member]}') = any($1)
      order by g.name_key, vm.name_key`,
    [ids.map((id) => id.toLowerCase())],
  );
  const byId = new Map<string, VmName[]>();
  for (const { id, ...vm } of found) byId.set(id, [...(byId.get(id) ?? []), vm]);
  return byId;
}

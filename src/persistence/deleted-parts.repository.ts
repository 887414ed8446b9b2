import type { DeletedParts } from '#libs/vm-operations';
import { rows, type Sql } from './sql.js';

/**
 * Deletes the disks and NICs of a VM whose delete option is `Delete`, and the public addresses of those NICs that are
 * to go with them (AZURE-44). The VM must be off its host and held by the operation that deletes it. Nothing is left
 * to do for a second call.
 */
export async function deleteMarkedParts(sql: Sql, vmId: string): Promise<DeletedParts> {
  const disks = await rows<{ name: string }>(sql, DELETE_DISKS, [vmId]);
  const nics = await rows<{ id: string; name: string }>(sql, MARKED_NICS, [vmId]);
  const nicIds = nics.map(({ id }) => id);
  const addresses = await rows<{ id: string; name: string }>(sql, MARKED_ADDRESSES, [nicIds]);
  await sql.query('delete from network_interface where id = any($1)', [nicIds]);
  await sql.query('delete from kept_resource where id = any($1)', [addresses.map(({ id }) => id)]);
  return { disks: disks.map(named), nics: nics.map(named), publicAddresses: addresses.map(named) };
}

function named({ name }: { readonly name: string }): string {
  return name;
}

/** The delete option of a disk is a member of the VM's document: of its OS disk, or of the data disk of that LUN. */
const DELETE_DISKS = `
  delete from disk d using virtual_machine vm
   where vm.id = $1 and d.vm_id = vm.id and d.leased_by is null
     and case when d.lun < 0 then vm.spec -> 'osDisk' ->> 'deleteOption' = 'Delete'
              else exists (select 1 from jsonb_array_elements(coalesce(vm.spec -> 'dataDisks', '[]')) as one
                            where (one ->> 'lun')::integer = d.lun and one ->> 'deleteOption' = 'Delete') end
  returning d.name`;

/** Of a NIC it stands in the VM's network profile, under the id of the NIC. */
const MARKED_NICS = `
  select n.id, n.name from network_interface n
    join resource_group g on g.id = n.group_id join virtual_machine vm on vm.id = n.vm_id
   where vm.id = $1
     and exists (select 1 from jsonb_array_elements(coalesce(vm.spec -> 'nics', '[]')) as one
                  where one ->> 'deleteOption' = 'Delete' and one ->> 'key' =
                        lower('/subscriptions/' || g.subscription_id || '/resourceGroups/' || g.name ||
                              '/providers/Microsoft.Network/networkInterfaces/' || n.name))`;

/** Of a public address it is its own member, or one of the reference that a NIC has to it. */
const MARKED_ADDRESSES = `
  select k.id, k.name from ip_configuration ip join kept_resource k on k.id = ip.public_address_id
   where ip.nic_id = any($1)
     and lower(coalesce(ip.properties #>> '{publicIPAddress,properties,deleteOption}',
                        k.content #>> '{properties,deleteOption}')) = 'delete'`;

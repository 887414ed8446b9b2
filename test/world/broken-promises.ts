import type { DataSource } from 'typeorm';

/** Promises that must hold at every moment, whoever was killed where: each query finds what breaks one. */
const PROMISES: Readonly<Record<string, string>> = {
  'TORPOR-1 a host has sold what its VMs hold': `
    select h.name from host h left join
           (select coalesce(r.host_id, a.host_id) as host_id, greatest(a.vcpus, r.vcpus) as vcpus,
                   greatest(a.memory_mib, r.memory_mib) as memory_mib, greatest(a.vf_slots, r.vf_slots) as vf_slots
              from host_allocation a full join host_reservation r on r.vm_id = a.vm_id and r.host_id = a.host_id) a
           on a.host_id = h.id
     group by h.id having h.used_vcpus <> coalesce(sum(a.vcpus), 0)
        or h.used_memory_mib <> coalesce(sum(a.memory_mib), 0)
        or h.used_vf_slots <> coalesce(sum(a.vf_slots), 0)
        or h.used_vcpus > h.vcpus or h.used_memory_mib > h.memory_mib`,
  'TORPOR-4 a Hyper-V VM is on the host that holds its room': `
    select hv.vm_id from hyperv_vm hv left join host_allocation a on a.vm_id = hv.vm_id
      left join host_reservation r on r.vm_id = hv.vm_id
     where (a.host_id is distinct from hv.host_id and r.host_id is distinct from hv.host_id) or hv.document->>'hostId' <> hv.host_id::text`,
  'TORPOR-5 a disk is leased to the VM that owns it': `
    select name from disk where leased_by is not null and leased_by is distinct from vm_id`,
  'TORPOR-2 a held VM is held by an operation that runs': `
    select vm.name from virtual_machine vm left join operation o on o.id = vm.claimed_by
     where vm.claimed_by is not null and o.status <> 'running'`,
  'MOVE-1 a VM at rest on no host holds nothing of one': `
    select vm.name from virtual_machine vm
     where vm.claimed_by is null and vm.state->>'kind' in ('deallocated', 'hibernated')
       and (exists (select 1 from hyperv_vm hv where hv.vm_id = vm.id)
         or exists (select 1 from host_allocation a where a.vm_id = vm.id)
         or exists (select 1 from host_reservation r where r.vm_id = vm.id)
         or exists (select 1 from disk d where d.leased_by = vm.id))`,
  'MOVE-1 a hibernated VM at rest has its image': `
    select vm.name from virtual_machine vm join disk d on d.vm_id = vm.id and d.lun = -1
     where vm.claimed_by is null and (vm.state->>'kind' = 'hibernated') <> (d.image is not null)
       and vm.state->>'kind' in ('hibernated', 'running')`,
};

/** The promises that are broken right now, with what breaks them. Read at one moment, in one transaction. */
export function brokenPromises(database: DataSource): Promise<readonly string[]> {
  return database.transaction('REPEATABLE READ', async (sql) => {
    const broken: string[] = [];
    for (const [promise, finds] of Object.entries(PROMISES)) {
      const found: unknown[] = await sql.query(finds);
      if (found.length > 0) broken.push(`${promise}: ${JSON.stringify(found)}`);
    }
    return broken;
  });
}

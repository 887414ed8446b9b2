import type { Fault, GuestProfile } from '#libs/linux-guest';
import type { VmState } from '#libs/vm-lifecycle';
import type { Partition, PlacementWish, Verdict } from '#libs/vm-operations';
import { row, type Sql } from './sql.js';
import { OS_DISK_LUN, type VmName } from './vm-facts.repository.js';

/** How one VM is emulated: what was set for it, and what came of it. */
export interface StoredEmulation {
  readonly vmId: string;
  readonly groupName: string;
  readonly vmName: string;
  readonly state: VmState;
  readonly claimedBy: string | null;
  /** `null`: the policy of the server. */
  readonly policyName: string | null;
  readonly policyInForce: string;
  readonly profile: GuestProfile;
  /** The guest profile of the name that the VM's own bears, as it is now; `null` when there is none any more. */
  readonly namedProfile: GuestProfile | null;
  readonly placement: PlacementWish;
  readonly faults: readonly Fault[];
  readonly hostName: string | null;
  readonly partition: Partition | null;
  /** Size of the hibernation image on the OS disk. */
  readonly imageBytes: number | null;
  /** Of the last start. */
  readonly verdict: Verdict | null;
  /** Since that start. */
  readonly lastHibernation: Verdict | null;
}

/** The VM is locked until the transaction ends when `lock` is set. */
export async function findEmulation(
  sql: Sql,
  { subscriptionId, groupName, vmName }: VmName,
  lock = false,
): Promise<StoredEmulation | undefined> {
  return row<StoredEmulation>(
    sql,
    `select vm.id as "vmId", g.name as "groupName", vm.name as "vmName", vm.state, vm.claimed_by as "claimedBy",
            vm.policy_name as "policyName",
            coalesce(vm.policy_name, (select value #>> '{}' from emulator_setting where key = 'policy'))
              as "policyInForce",
            vm.profile, named.document as "namedProfile", vm.placement, vm.faults, host.name as "hostName",
            hv.document as partition, (os.image ->> 'imageBytes')::float8 as "imageBytes", vm.verdict,
            vm.last_hibernation as "lastHibernation"
       from virtual_machine vm
       join resource_group g on g.id = vm.group_id
       left join guest_profile named on lower(named.name) = lower(vm.profile ->> 'name')
       left join host_allocation held on held.vm_id = vm.id
       left join host on host.id = held.host_id
       left join hyperv_vm hv on hv.vm_id = vm.id
       left join disk os on os.vm_id = vm.id and os.lun = ${OS_DISK_LUN}
      where g.subscription_id = $1 and g.name_key = lower($2) and vm.name_key = lower($3)
      ${lock ? 'for update of vm' : ''}`,
    [subscriptionId, groupName, vmName],
  );
}

export interface EmulationChange {
  readonly policyName: string | null;
  readonly profile: GuestProfile;
  readonly placement: PlacementWish;
  readonly faults: readonly Fault[];
}

/** The VM must be locked and held by no operation. */
export async function changeEmulation(
  sql: Sql,
  vmId: string,
  { policyName, profile, placement, faults }: EmulationChange,
): Promise<void> {
  await sql.query(
    `update virtual_machine
        set policy_name = $2, profile = $3, placement = $4, faults = $5, revision = revision + 1, generation = generation + 1
      where id = $1`,
    [vmId, policyName, JSON.stringify(profile), JSON.stringify(placement), JSON.stringify(faults)],
  );
}

/** Replaces the Hyper-V VM of a VM that is locked and held by no operation. */
export async function changeStoredPartition(sql: Sql, vmId: string, partition: Partition): Promise<void> {
  await sql.query('update hyperv_vm set document = $2 where vm_id = $1', [vmId, JSON.stringify(partition)]);
}

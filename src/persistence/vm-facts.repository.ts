import type { GuidPolicy, KeptGuids } from '#libs/guid-policy';
import type { Host, HostGeneration, HostState } from '#libs/hosts';
import type { Fault, GuestProfile, HibernationImage } from '#libs/linux-guest';
import type { VmState } from '#libs/vm-lifecycle';
import type {
  DiskFacts,
  ExtensionFacts,
  HibernationExclusion,
  Partition,
  PlacementWish,
  SavedConfiguration,
  SizeFacts,
  VmFacts,
} from '#libs/vm-operations';
import { row, rows, type Sql } from './sql.js';

/** What sizes and disks mean comes from the catalogue, not from the database. */
export interface SizeLookup {
  sizeFacts(sizeName: string): SizeFacts;
  diskBytesPerSecond(sku: string, sizeGib: number): number;
}

/** Everything that an operation's steps decide from, except hosts: read once per drive, kept up to date by its ports. */
export interface StoredVm {
  readonly facts: VmFacts;
  readonly subscriptionId: string;
  /** As the group was named when it was made (ARM-4). */
  readonly groupName: string;
  readonly location: string;
  readonly generation: number;
  readonly claimedBy: string | null;
}

interface VmFactsRow {
  id: string;
  name: string;
  location: string;
  subscription_id: string;
  group_name: string;
  size: string;
  resize_to: string | null;
  is_generalized: boolean;
  extensions: ExtensionFacts[] | null;
  state: VmState;
  hibernation_enabled: boolean;
  exclusions: HibernationExclusion[];
  kept_guids: KeptGuids;
  saved: SavedConfiguration | null;
  policy: Omit<GuidPolicy, 'name'>;
  policy_name: string;
  profile: GuestProfile;
  placement: PlacementWish;
  faults: readonly Fault[];
  partition: Partition | null;
  disks: DiskRow[] | null;
  nics: { id: string; name: string; mac: string; is_accelerated: boolean }[] | null;
  generation: number;
  claimed_by: string | null;
}

interface DiskRow {
  id: string;
  name: string;
  sku: string;
  size_gib: number;
  supports_hibernation: boolean;
  lun: number;
  image: HibernationImage | null;
}

/** Position of the OS disk among a VM's disks; data disks have their LUN, from 0. */
export const OS_DISK_LUN = -1;

const SELECT_VM = `
  select vm.id, vm.name, vm.location, g.subscription_id, g.name as group_name, vm.size, vm.resize_to, vm.is_generalized, vm.state,
         vm.hibernation_enabled, vm.exclusions, vm.kept_guids, vm.saved, vm.profile, vm.placement, vm.faults, vm.generation,
         vm.claimed_by,
         (select json_agg(json_build_object('id', x.id, 'name', x.name, 'publisher', x.document ->> 'publisher',
             'type', x.document ->> 'type', 'provisioningState', x.provisioning_state) order by x.name_key)
            from vm_extension x where x.vm_id = vm.id) as extensions,
         p.name as policy_name, p.document as policy, hv.document as partition,
         (select json_agg(json_build_object('id', d.id, 'name', d.name, 'sku', d.sku, 'size_gib', d.size_gib,
             'supports_hibernation', d.supports_hibernation, 'lun', d.lun, 'image', d.image) order by d.lun)
            from disk d where d.vm_id = vm.id) as disks,
         (select json_agg(json_build_object('id', n.id, 'name', n.name, 'mac', n.mac,
             'is_accelerated', n.is_accelerated) order by n.position)
            from network_interface n where n.vm_id = vm.id) as nics
    from virtual_machine vm
    join resource_group g on g.id = vm.group_id
    join guid_policy p on p.name = coalesce(vm.policy_name,
         (select value #>> '{}' from emulator_setting where key = 'policy'))
    left join hyperv_vm hv on hv.vm_id = vm.id`;

export interface VmName {
  readonly subscriptionId: string;
  readonly groupName: string;
  readonly vmName: string;
}

/** A VM by its name in a group, case-insensitively; locked until the transaction ends when `lock` is set. */
export async function findStoredVm(
  sql: Sql,
  sizes: SizeLookup,
  { subscriptionId, groupName, vmName }: VmName,
  operationId: string,
  lock = false,
): Promise<StoredVm | undefined> {
  const found = await row<VmFactsRow>(
    sql,
    `${SELECT_VM} where g.subscription_id = $1 and g.name_key = $2 and vm.name_key = $3
     ${lock ? 'for update of vm' : ''}`,
    [subscriptionId, groupName.toLowerCase(), vmName.toLowerCase()],
  );
  return found && storedVm(found, sizes, operationId);
}

export async function loadStoredVm(
  sql: Sql,
  sizes: SizeLookup,
  vmId: string,
  operationId: string,
): Promise<StoredVm | undefined> {
  const found = await row<VmFactsRow>(sql, `${SELECT_VM} where vm.id = $1`, [vmId]);
  return found && storedVm(found, sizes, operationId);
}

function storedVm(found: VmFactsRow, sizes: SizeLookup, operationId: string): StoredVm {
  const facts: VmFacts = {
    operationId,
    vm: {
      id: found.id,
      name: found.name,
      state: found.state,
      hibernationEnabled: found.hibernation_enabled,
      exclusions: found.exclusions,
      keptGuids: found.kept_guids,
      ...(found.saved === null ? {} : { saved: found.saved }),
      isGeneralized: found.is_generalized,
    },
    size: sizes.sizeFacts(found.size),
    ...(found.resize_to === null ? {} : { resizeTo: sizes.sizeFacts(found.resize_to) }),
    policy: { ...found.policy, name: found.policy_name },
    profile: found.profile,
    disks: (found.disks ?? []).map((disk) => diskFacts(disk, sizes)),
    nics: (found.nics ?? []).map(({ id, name, mac, is_accelerated }) => ({
      id,
      name,
      mac,
      isAccelerated: is_accelerated,
    })),
    ...(found.partition === null ? {} : { partition: found.partition }),
    extensions: found.extensions ?? [],
    placement: found.placement,
    faults: found.faults,
    hosts: [],
  };
  return {
    facts,
    subscriptionId: found.subscription_id,
    groupName: found.group_name,
    location: found.location,
    generation: found.generation,
    claimedBy: found.claimed_by,
  };
}

function diskFacts(disk: DiskRow, sizes: SizeLookup): DiskFacts {
  return {
    id: disk.id,
    name: disk.name,
    role: disk.lun === OS_DISK_LUN ? 'os' : 'data',
    sizeGib: disk.size_gib,
    supportsHibernation: disk.supports_hibernation,
    bytesPerSecond: sizes.diskBytesPerSecond(disk.sku, disk.size_gib),
    ...(disk.image === null ? {} : { image: disk.image }),
  };
}

interface HostRow {
  id: string;
  name: string;
  cluster: string;
  generation: HostGeneration;
  vcpus: number;
  memory_mib: string;
  vf_slots: number;
  used_vcpus: number;
  used_memory_mib: string;
  used_vf_slots: number;
  state: HostState;
}

/** Every host, by name. */
export async function listHosts(sql: Sql): Promise<readonly Host[]> {
  return (await rows<HostRow>(sql, 'select * from host order by name_key')).map(hostOfRow);
}

export function hostOfRow(host: HostRow): Host {
  const { id, name, cluster, generation, state } = host;
  return {
    id,
    name,
    cluster,
    generation,
    state,
    capacity: { vcpus: host.vcpus, memoryMib: Number(host.memory_mib), vfSlots: host.vf_slots },
    used: { vcpus: host.used_vcpus, memoryMib: Number(host.used_memory_mib), vfSlots: host.used_vf_slots },
  };
}

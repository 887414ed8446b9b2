import type { Refusal } from '#libs/refusal';
import type { VmState } from '#libs/vm-lifecycle';
import type { HibernationExclusion, Verdict } from '#libs/vm-operations';
import { EXTENSION_CHANGED_AT, type StoredExtension } from './extension.repository.js';
import { inScope, scopeParameters, type ResourceListScope } from './resource-list.js';
import { row, rows, type Sql } from './sql.js';
import type { VmName } from './vm-facts.repository.js';
import type { ArmName } from './vm-parts.repository.js';

/** Everything that the documents of a VM are made from. */
export interface VmView {
  readonly id: string;
  readonly subscriptionId: string;
  readonly groupName: string;
  readonly name: string;
  readonly location: string;
  readonly tags: Readonly<Record<string, string>>;
  /** While a VM is being resized: the size that it gets. */
  readonly size: string;
  /** Members of the ARM document that are only shown again. */
  readonly spec: Readonly<Record<string, unknown>>;
  readonly hibernationEnabled: boolean;
  readonly exclusions: readonly HibernationExclusion[];
  readonly distribution: string;
  readonly state: VmState;
  /** Its system is a model for others. */
  readonly isGeneralized: boolean;
  readonly provisioningState: string;
  /** Why the last operation failed. */
  readonly failure: Refusal | null;
  /** How the last start ended for the guest. */
  readonly verdict: Verdict | null;
  /** Of the last hibernation since the last start; `null` where there was none. */
  readonly hibernationSeverity: Verdict['severity'] | null;
  readonly revision: number;
  readonly createdAt: Date;
  /** When the last operation ended, or began if it has not. */
  readonly changedAt: Date;
  readonly isGuestRunning: boolean;
  /** The OS disk first, then data disks by LUN. */
  readonly disks: readonly VmDiskView[];
  /** The primary first. */
  readonly nics: readonly ArmName[];
  /** Of its own identity and of those assigned to it, by ARM id in lower case. */
  readonly principals: Readonly<Record<string, { readonly principalId: string; readonly clientId: string }>>;
  /** In base64. */
  readonly userData: string | null;
  /** By name. */
  readonly extensions: readonly StoredExtension[];
}

export interface VmDiskView extends ArmName {
  readonly lun: number;
  readonly sku: string;
  readonly sizeGib: number;
  readonly properties: Readonly<Record<string, unknown>>;
}

const DISKS = `
  (select coalesce(json_agg(json_build_object('subscriptionId', dg.subscription_id, 'groupName', dg.name,
       'name', d.name, 'lun', d.lun, 'sku', d.sku, 'sizeGib', d.size_gib, 'properties', d.properties)
       order by d.lun), '[]')
     from disk d join resource_group dg on dg.id = d.group_id where d.vm_id = vm.id)`;

const NICS = `
  (select coalesce(json_agg(json_build_object('subscriptionId', ng.subscription_id, 'groupName', ng.name,
       'name', n.name) order by n.position), '[]')
     from network_interface n join resource_group ng on ng.id = n.group_id where n.vm_id = vm.id)`;

const EXTENSIONS = `
  (select coalesce(json_agg(json_build_object('id', x.id, 'name', x.name, 'location', x.location, 'tags', x.tags,
       'spec', x.document, 'provisioningState', x.provisioning_state, 'message', x.message,
       'changedAt', ${EXTENSION_CHANGED_AT}) order by x.name_key collate "C"), '[]')
     from vm_extension x where x.vm_id = vm.id)`;

const PRINCIPALS = `
  case when vm.spec #> '{top,identity}' is null then '{}'::json else
    (select coalesce(json_object_agg(p.resource_key,
                json_build_object('principalId', p.id, 'clientId', p.app_id)), '{}'::json)
       from principal p
      where p.resource_key = lower('/subscriptions/' || g.subscription_id || '/resourceGroups/' || g.name ||
                                   '/providers/Microsoft.Compute/virtualMachines/' || vm.name) collate "C"
         or p.resource_key in (select lower(one collate "C") from
               jsonb_array_elements_text(coalesce(vm.spec #> '{top,identity,userAssigned}', '[]')) as one)) end`;

const SELECT = `
  select vm.id, g.subscription_id as "subscriptionId", g.name as "groupName", vm.name, vm.location, vm.tags, coalesce(vm.resize_to, vm.size) as size,
         vm.spec, vm.hibernation_enabled as "hibernationEnabled", vm.exclusions,
         vm.profile ->> 'distribution' as distribution, vm.state, vm.is_generalized as "isGeneralized", vm.provisioning_state as "provisioningState",
         vm.failure, vm.verdict, vm.last_hibernation ->> 'severity' as "hibernationSeverity", vm.revision, vm.created_at as "createdAt",
         coalesce((select coalesce(o.ended_at, o.created_at) from operation o where o.vm_id = vm.id
                    order by o.created_at desc limit 1), vm.created_at) as "changedAt",
         (hv.document -> 'guest') is not null as "isGuestRunning",
         ${DISKS} as disks, ${NICS} as nics, ${EXTENSIONS} as extensions,
         ${PRINCIPALS} as principals, vm.user_data as "userData"
    from virtual_machine vm join resource_group g on g.id = vm.group_id
    left join hyperv_vm hv on hv.vm_id = vm.id`;

/** A VM by its name in any letter case. */
export async function findVmView(
  sql: Sql,
  { subscriptionId, groupName, vmName }: VmName,
): Promise<VmView | undefined> {
  return row<VmView>(
    sql,
    `${SELECT} where g.subscription_id = $1 and g.name_key = lower($2) and vm.name_key = lower($3)`,
    [subscriptionId, groupName, vmName],
  );
}

export interface VmListScope extends ResourceListScope {
  /** Only VMs of this location. */
  readonly location?: string;
}

/** VMs by group and name, one more than the limit when there are more. */
export async function listVmViews(sql: Sql, scope: VmListScope): Promise<readonly VmView[]> {
  return rows<VmView>(sql, `${SELECT} ${inScope('vm', '($5::text is null or vm.location = $5)')}`, [
    ...scopeParameters(scope),
    scope.location ?? null,
  ]);
}

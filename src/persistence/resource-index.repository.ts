import { row, rows, touched, type Sql } from './sql.js';
import type { ArmName } from './vm-parts.repository.js';
import type { VmView } from './vm-view.repository.js';

/** A resource of any type, as lists of resources of all types show it. */
export interface IndexedResource extends ArmName {
  /** Canonical: `Microsoft.Compute/virtualMachines/extensions`. */
  readonly type: string;
  /** Names from the outermost resource to this one, joined by slashes. */
  readonly name: string;
  readonly location: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Members beside `properties` that such lists show: sku, zones, managedBy, and the identity as it is stored. */
  readonly envelope: Readonly<Record<string, unknown>>;
  /** Of the identity of a VM, as a view of the VM has them. */
  readonly principals: VmView['principals'];
  readonly provisioningState: string;
  readonly createdAt: Date;
  readonly changedAt: Date;
}

/** When an operation last changed a resource of alias `alias`, whose type is `type`. */
const changedAt = (alias: string, type: string) => `
  coalesce((select max(o.created_at) from resource_operation o
             where o.resource_id = '/subscriptions/' || g.subscription_id || '/resourceGroups/' || g.name
                || '/providers/${type}/' || ${alias}.name), ${alias}.created_at)`;

/** The tables of resources, each as one form of row. Child resources that Azure does not track are not among them. */
const RESOURCES = `
  select 'Microsoft.Compute/virtualMachines' as type, vm.group_id, vm.name, vm.name_key, vm.location, vm.tags::jsonb,
         coalesce(vm.spec -> 'top', '{}')::jsonb - 'plan' - 'placement' as envelope, vm.provisioning_state, vm.created_at,
         coalesce((select max(coalesce(o.ended_at, o.created_at)) from operation o where o.vm_id = vm.id),
                  vm.created_at) as changed_at
    from virtual_machine vm
  union all
  select 'Microsoft.Compute/virtualMachines/extensions', vm.group_id, vm.name || '/' || x.name,
         vm.name_key || '/' || x.name_key, x.location, x.tags::jsonb, '{}', x.provisioning_state, x.changed_at,
         x.changed_at
    from vm_extension x join virtual_machine vm on vm.id = x.vm_id
  union all
  select 'Microsoft.Compute/disks', d.group_id, d.name, d.name_key, d.location, d.tags,
         jsonb_strip_nulls(jsonb_build_object('sku', jsonb_build_object('name', d.sku, 'tier',
           regexp_replace(d.sku, '(SSD|V2)?_.*$', '')), 'zones', d.properties -> 'zones', 'managedBy',
           (select '/subscriptions/' || vg.subscription_id || '/resourceGroups/' || vg.name
                || '/providers/Microsoft.Compute/virtualMachines/' || vm.name
              from virtual_machine vm join resource_group vg on vg.id = vm.group_id where vm.id = d.vm_id))),
         'Succeeded', d.created_at, ${changedAt('d', 'Microsoft.Compute/disks')}
    from disk d join resource_group g on g.id = d.group_id
  union all
  select 'Microsoft.Network/networkInterfaces', n.group_id, n.name, n.name_key, n.location, n.tags, '{}',
         'Succeeded', n.created_at, n.created_at
    from network_interface n
  union all
  select 'Microsoft.Network/virtualNetworks', v.group_id, v.name, v.name_key, v.location, v.tags, '{}',
         'Succeeded', v.created_at, ${changedAt('v', 'Microsoft.Network/virtualNetworks')}
    from virtual_network v join resource_group g on g.id = v.group_id
  union all
  select k.type, k.group_id, k.name, k.name_key, k.location, k.tags, k.content -> 'envelope', 'Succeeded',
         k.created_at, k.changed_at
    from kept_resource k`;

/** By ARM id in lower case, of a VM's own identity and of those assigned to it. */
const PRINCIPALS = `
  case when r.type <> 'Microsoft.Compute/virtualMachines' or r.envelope -> 'identity' is null then '{}'::json else
    (select coalesce(json_object_agg(p.resource_key,
                json_build_object('principalId', p.id, 'clientId', p.app_id)), '{}'::json)
       from principal p
      where p.resource_key = lower('/subscriptions/' || g.subscription_id || '/resourceGroups/' || g.name ||
                                   '/providers/' || r.type || '/' || r.name) collate "C"
         or p.resource_key in (select lower(one collate "C") from
               jsonb_array_elements_text(coalesce(r.envelope #> '{identity,userAssigned}', '[]')) as one)) end`;

const KEY = `(g.name_key || '/' || lower(r.type) || '/' || r.name_key) collate "C"`;

const SELECT = `
  select g.subscription_id as "subscriptionId", g.name as "groupName", r.type, r.name, r.location, r.tags,
         r.envelope, r.provisioning_state as "provisioningState", r.created_at as "createdAt",
         r.changed_at as "changedAt", ${PRINCIPALS} as principals
    from (${RESOURCES}) r join resource_group g on g.id = r.group_id`;

/** What can be asked of a resource. Letter case does not matter, save in values of tags. */
export type ResourceCondition =
  | {
      readonly kind: 'equals' | 'differs' | 'contains';
      readonly field: 'resourceGroup' | 'resourceType' | 'name' | 'location';
      readonly value: string;
    }
  | { readonly kind: 'tag'; readonly name: string; readonly value?: string }
  | { readonly kind: 'tag-starts-with'; readonly prefix: string };

export interface ResourceIndexScope {
  readonly subscriptionId: string;
  readonly groupName?: string;
  readonly limit: number;
  /** Continue after this key. */
  readonly after?: string;
  /** All of the conditions of one of the lists hold; without a list there is nothing to hold. */
  readonly anyOf: readonly (readonly ResourceCondition[])[];
}

/** The key by which resources of all types are ordered, and lists of them continued. */
export function resourceKey({ groupName, type, name }: IndexedResource): string {
  return `${groupName}/${type}/${name}`.toLowerCase();
}

/** Resources of all types, one more than the limit when there are more. */
export async function listResources(
  sql: Sql,
  { subscriptionId, groupName, limit, after, anyOf }: ResourceIndexScope,
): Promise<readonly IndexedResource[]> {
  const parameters: unknown[] = [subscriptionId, groupName ?? null, after ?? null, limit + 1];
  const bind = (value: unknown): string => `$${parameters.push(value)}`;
  const lists = anyOf.map((conditions) => conditions.map((one) => conditionSql(one, bind)).join(' and '));
  const filter = lists.length === 0 ? 'true' : lists.map((list) => `(${list})`).join(' or ');
  return rows<IndexedResource>(
    sql,
    `${SELECT} where g.subscription_id = $1 and ($2::text is null or g.name_key = lower($2))
       and ($3::text is null or ${KEY} > $3 collate "C") and (${filter}) order by ${KEY} limit $4`,
    parameters,
  );
}

const FIELDS = {
  resourceGroup: 'g.name_key',
  resourceType: 'lower(r.type)',
  name: 'r.name_key',
  location: 'r.location',
} as const;

function conditionSql(condition: ResourceCondition, bind: (value: unknown) => string): string {
  switch (condition.kind) {
    case 'equals':
      return `${FIELDS[condition.field]} = lower(${bind(condition.value)})`;
    case 'differs':
      return `${FIELDS[condition.field]} <> lower(${bind(condition.value)})`;
    case 'contains':
      return `position(lower(${bind(condition.value)}) in ${FIELDS[condition.field]}) > 0`;
    case 'tag': {
      const value = condition.value === undefined ? 'true' : `t.value = ${bind(condition.value)}`;
      return tagSql(`lower(t.name) = lower(${bind(condition.name)}) and ${value}`);
    }
    case 'tag-starts-with':
      return tagSql(`starts_with(lower(t.name), lower(${bind(condition.prefix)}))`);
  }
}

function tagSql(condition: string): string {
  return `exists (select 1 from jsonb_each_text(r.tags) as t(name, value) where ${condition})`;
}

/** A resource by its type and names in any letter case. */
export async function findIndexed(
  sql: Sql,
  { subscriptionId, groupName, name, type }: ArmName & { readonly type: string },
): Promise<IndexedResource | undefined> {
  return row<IndexedResource>(
    sql,
    `${SELECT} where g.subscription_id = $1 and g.name_key = lower($2) and lower(r.type) = lower($3)
        and r.name_key = lower($4)`,
    [subscriptionId, groupName, type, name],
  );
}

const TAGGED_TABLES: Readonly<Record<string, string>> = {
  'Microsoft.Compute/virtualMachines': 'virtual_machine',
  'Microsoft.Compute/disks': 'disk',
  'Microsoft.Network/networkInterfaces': 'network_interface',
  'Microsoft.Network/virtualNetworks': 'virtual_network',
};

/** Gives a resource these tags; false when it is gone. What else it is stays, so nothing that goes on minds. */
export async function writeResourceTags(
  sql: Sql,
  {
    subscriptionId,
    groupName,
    name,
    type,
  }: Pick<IndexedResource, 'subscriptionId' | 'groupName' | 'name' | 'type'>,
  tags: Readonly<Record<string, string>>,
): Promise<boolean> {
  const parameters = [subscriptionId, groupName, name, JSON.stringify(tags)];
  const ofGroup = 'g.subscription_id = $1 and g.name_key = lower($2)';
  if (type === 'Microsoft.Compute/virtualMachines/extensions') {
    const statement = `update vm_extension x set tags = $4 from virtual_machine vm, resource_group g
      where vm.id = x.vm_id and g.id = vm.group_id and ${ofGroup}
        and vm.name_key || '/' || x.name_key = lower($3) returning 1`;
    return (await touched(sql, statement, parameters)) === 1;
  }
  const table = TAGGED_TABLES[type] ?? 'kept_resource';
  const more =
    table === 'virtual_machine'
      ? ', revision = revision + 1'
      : table === 'kept_resource'
        ? ', changed_at = now()'
        : '';
  const ofType = table === 'kept_resource' ? 'and r.type = $5' : '';
  const statement = `update ${table} r set tags = $4, etag = gen_random_uuid() ${more} from resource_group g
    where g.id = r.group_id and ${ofGroup} and r.name_key = lower($3) ${ofType} returning 1`;
  return (
    (await touched(sql, statement, table === 'kept_resource' ? [...parameters, type] : parameters)) === 1
  );
}

export interface TagCount {
  readonly name: string;
  readonly value: string;
  readonly count: number;
}

/** Every tag that a group or resource of a subscription has, and how many have it. */
export async function countTags(sql: Sql, subscriptionId: string): Promise<readonly TagCount[]> {
  return rows<TagCount>(
    sql,
    `select t.name, t.value, count(*)::integer as count
       from (select r.tags from (${RESOURCES}) r join resource_group g on g.id = r.group_id
              where g.subscription_id = $1
             union all select tags from resource_group where subscription_id = $1) tagged,
            jsonb_each_text(tagged.tags) as t(name, value)
      group by t.name, t.value order by lower(t.name) collate "C", t.name collate "C", t.value collate "C"`,
    [subscriptionId],
  );
}

/** Tags of a subscription itself; none where none were given. */
export async function findSubscriptionTags(
  sql: Sql,
  subscriptionId: string,
): Promise<Readonly<Record<string, string>>> {
  const found = await row<{ tags: Readonly<Record<string, string>> }>(
    sql,
    'select tags from subscription_tags where subscription_id = $1',
    [subscriptionId],
  );
  return found?.tags ?? {};
}

export async function writeSubscriptionTags(
  sql: Sql,
  subscriptionId: string,
  tags: Readonly<Record<string, string>>,
): Promise<void> {
  await sql.query(
    `insert into subscription_tags (subscription_id, tags) values ($1, $2)
     on conflict (subscription_id) do update set tags = excluded.tags`,
    [subscriptionId, JSON.stringify(tags)],
  );
}

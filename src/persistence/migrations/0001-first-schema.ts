import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Uniqueness here is what keeps the promises: one Hyper-V VM and one reservation per customer VM (TORPOR-4),
 * one owner per disk and NIC (TORPOR-5), no host sold beyond its capacity (TORPOR-1), one writer per log
 * position (TORPOR-6).
 */
export class FirstSchema1700000000001 implements MigrationInterface {
  readonly name = 'FirstSchema1700000000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES.toReversed()) await runner.query(`drop table ${table}`);
  }
}

const TABLES = [
  'resource_group',
  'virtual_network',
  'subnet',
  'host',
  'guid_policy',
  'guest_profile',
  'emulator_setting',
  'virtual_machine',
  'network_interface',
  'disk',
  'host_allocation',
  'hyperv_vm',
  'job',
  'operation',
  'operation_event',
  'outbox',
  'job_item',
];

/**
 * Documents that are written often and read whole: as text rather than as a tree, and not compressed, which would
 * cost more than half of the time of writing them.
 */
const WRITTEN_OFTEN = {
  virtual_machine: 'verdict',
  disk: 'image',
  hyperv_vm: 'document',
  operation: 'verdict',
  operation_event: 'event',
};

/** As much of a row as fits a page: what is larger is kept apart from its row, at the cost of further writes. */
const LARGEST_ROW_BYTES = 8_160;

/** Columns of every ARM resource that lives in a group. `name_key` is the name in lower case (ARM-4). */
const GROUP_RESOURCE = `
  id uuid primary key,
  group_id uuid not null references resource_group,
  name text not null,
  name_key text not null,
  location text not null,
  tags jsonb not null default '{}',
  etag uuid not null,
  created_at timestamptz not null default now(),
  unique (group_id, name_key)`;

const UP = [
  `create table resource_group (
    id uuid primary key,
    subscription_id text not null,
    name text not null,
    name_key text not null,
    location text not null,
    tags jsonb not null default '{}',
    created_at timestamptz not null default now(),
    unique (subscription_id, name_key))`,
  `create table virtual_network (${GROUP_RESOURCE}, properties jsonb not null)`,
  `create table subnet (
    id uuid primary key,
    network_id uuid not null references virtual_network on delete cascade,
    name text not null,
    name_key text not null,
    properties jsonb not null,
    etag uuid not null,
    unique (network_id, name_key))`,
  `create table host (
    id uuid primary key,
    name text not null,
    name_key text not null unique,
    cluster text not null,
    generation jsonb not null,
    vcpus integer not null check (vcpus >= 0),
    memory_mib bigint not null check (memory_mib >= 0),
    vf_slots integer not null check (vf_slots >= 0),
    used_vcpus integer not null default 0 check (used_vcpus between 0 and vcpus),
    used_memory_mib bigint not null default 0 check (used_memory_mib between 0 and memory_mib),
    used_vf_slots integer not null default 0 check (used_vf_slots between 0 and vf_slots),
    state text not null default 'available' check (state in ('available', 'draining', 'down')),
    created_at timestamptz not null default now())`,
  `create table guid_policy (
    name text primary key,
    version integer not null,
    is_built_in boolean not null,
    document jsonb not null)`,
  `create table guest_profile (
    name text primary key,
    is_built_in boolean not null,
    document jsonb not null)`,
  `create table emulator_setting (key text primary key, value jsonb not null)`,
  `create table virtual_machine (${GROUP_RESOURCE},
    size text not null,
    spec jsonb not null,
    hibernation_enabled boolean not null,
    exclusions jsonb not null default '[]',
    policy_name text references guid_policy,
    profile jsonb not null,
    placement jsonb not null,
    kept_guids jsonb not null default '{}',
    saved jsonb,
    state jsonb not null,
    provisioning_state text not null,
    failure jsonb,
    verdict json,
    claimed_by uuid,
    revision integer not null default 1,
    generation integer not null default 1)`,
  `create table network_interface (${GROUP_RESOURCE},
    mac text not null unique,
    is_accelerated boolean not null,
    subnet_id uuid references subnet,
    properties jsonb not null,
    vm_id uuid references virtual_machine,
    position integer,
    check ((vm_id is null) = (position is null)),
    unique (vm_id, position))`,
  `create table disk (${GROUP_RESOURCE},
    sku text not null,
    size_gib integer not null check (size_gib > 0),
    supports_hibernation boolean not null,
    properties jsonb not null,
    vm_id uuid references virtual_machine,
    lun integer,
    check ((vm_id is null) = (lun is null)),
    leased_by uuid,
    image json,
    unique (vm_id, lun))`,
  `create table host_allocation (
    vm_id uuid primary key references virtual_machine,
    host_id uuid not null references host,
    vcpus integer not null,
    memory_mib bigint not null,
    vf_slots integer not null)`,
  `create index host_allocation_host on host_allocation (host_id)`,
  `create table hyperv_vm (
    vm_id uuid primary key references virtual_machine,
    host_id uuid not null references host,
    document json not null)`,
  `create index hyperv_vm_host on hyperv_vm (host_id)`,
  `create table job (
    id uuid primary key,
    name text not null,
    name_key text not null unique,
    spec jsonb not null,
    status text not null,
    start_at_ms bigint,
    next_start_at timestamptz,
    created_at timestamptz not null default now(),
    ended_at timestamptz)`,
  `create table operation (
    id uuid primary key,
    pipeline text not null,
    subscription_id text not null,
    location text not null,
    resource_id text not null,
    vm_id uuid not null,
    vm_name text not null,
    status text not null check (status in ('running', 'succeeded', 'failed', 'stuck', 'canceled')),
    refusal jsonb,
    verdict json,
    wait_until_ms bigint,
    cancel_requested boolean not null default false,
    job_id uuid references job,
    created_at timestamptz not null default now(),
    touched_at timestamptz not null default now(),
    ended_at timestamptz)`,
  `create index operation_unfinished on operation (touched_at) where status = 'running'`,
  `create index operation_vm on operation (vm_id, created_at)`,
  `create index operation_recent on operation (created_at desc, id)`,
  `create index operation_job on operation (job_id) where job_id is not null`,
  `create table operation_event (
    operation_id uuid not null references operation on delete cascade,
    seq integer not null,
    at_ms bigint not null,
    event json not null,
    primary key (operation_id, seq))`,
  `create table outbox (
    operation_id uuid primary key references operation on delete cascade,
    created_at timestamptz not null default now())`,
  `create table job_item (
    job_id uuid not null references job on delete cascade,
    position integer not null,
    subscription_id text not null,
    group_name text not null,
    vm_name text not null,
    status text not null,
    attempts integer not null default 0,
    operation_id uuid,
    refusal jsonb,
    not_before timestamptz,
    primary key (job_id, position))`,
  ...Object.entries(WRITTEN_OFTEN).flatMap(([table, column]) => [
    `alter table ${table} alter column ${column} set storage external`,
    `alter table ${table} set (toast_tuple_target = ${LARGEST_ROW_BYTES})`,
  ]),
];

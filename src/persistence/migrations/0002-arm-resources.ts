import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the resource types of Azure need beyond the first schema: addresses, of which a subnet gives out each
 * once; operations on disks and networks, which are over when they are recorded; and deletions of groups, which
 * take long and outlive the group.
 */
export class ArmResources1700000000002 implements MigrationInterface {
  readonly name = 'ArmResources1700000000002';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  `alter table resource_group add column deletion_id uuid, add column managed_by text`,
  // The group may be gone when its deletion is asked about, so nothing here refers to it.
  `create table group_deletion (
    id uuid primary key,
    subscription_id text not null,
    group_id uuid not null,
    group_name text not null,
    status text not null default 'running' check (status in ('running', 'succeeded', 'failed')),
    refusal jsonb,
    created_at timestamptz not null default now(),
    ended_at timestamptz)`,
  `create index group_deletion_running on group_deletion (created_at) where status = 'running'`,
  `create table resource_operation (
    id uuid primary key,
    subscription_id text not null,
    location text not null,
    provider text not null,
    resource_id text not null,
    output jsonb,
    created_at timestamptz not null default now())`,
  // An address is the unsigned 32-bit number of an IPv4 address.
  `create table ip_configuration (
    nic_id uuid not null references network_interface on delete cascade,
    position integer not null,
    name text not null,
    name_key text not null,
    subnet_id uuid not null references subnet,
    address bigint not null,
    is_static boolean not null,
    is_primary boolean not null,
    properties jsonb not null,
    primary key (nic_id, position),
    unique (nic_id, name_key),
    unique (subnet_id, address))`,
];

const DOWN = [
  'drop table ip_configuration',
  'drop table resource_operation',
  'drop table group_deletion',
  'alter table resource_group drop column deletion_id, drop column managed_by',
];

import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Resources around a VM that the model keeps and shows: one table for all of their types, since they differ in
 * their documents alone. What other resources refer to is a foreign key: a security group or a public address
 * cannot go while it is used (ARM-24), and an address with dynamic allocation is held by the reservation of its
 * VM on a host, with which it is lost (AZURE-40).
 */
export class NetworkExtras1700000000006 implements MigrationInterface {
  readonly name = 'NetworkExtras1700000000006';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  // `name` is the chain of names from the outermost resource to this one, joined by slashes; `type` is canonical.
  `create table kept_resource (
    id uuid primary key,
    group_id uuid not null references resource_group,
    type text not null,
    parent_id uuid references kept_resource on delete cascade,
    name text not null,
    name_key text not null,
    location text not null,
    tags jsonb not null default '{}',
    etag uuid not null,
    content jsonb not null,
    created_at timestamptz not null default now(),
    changed_at timestamptz not null default now(),
    unique (group_id, type, name_key))`,
  `create index kept_resource_parent on kept_resource (parent_id) where parent_id is not null`,
  // An address is the unsigned 32-bit number of an IPv4 address. With a VM it lasts as long as its place on a host.
  `create table public_address_lease (
    resource_id uuid primary key references kept_resource on delete cascade,
    address bigint not null unique,
    vm_id uuid references host_allocation on delete cascade)`,
  `create index public_address_lease_vm on public_address_lease (vm_id) where vm_id is not null`,
  `create sequence public_address_draw minvalue 0`,
  `alter table network_interface add column security_group_id uuid references kept_resource`,
  `create index network_interface_security_group on network_interface (security_group_id)
    where security_group_id is not null`,
  `alter table subnet add column security_group_id uuid references kept_resource`,
  `create index subnet_security_group on subnet (security_group_id) where security_group_id is not null`,
  `alter table ip_configuration add column public_address_id uuid unique references kept_resource`,
  // Who may read or write the bytes of a disk or snapshot from outside, and until when.
  `create table disk_access (
    disk_id uuid unique references disk on delete cascade,
    snapshot_id uuid unique references kept_resource on delete cascade,
    level text not null check (level in ('Read', 'Write')),
    ends_at timestamptz not null,
    check (num_nonnulls(disk_id, snapshot_id) = 1))`,
  `create table subscription_tags (subscription_id text primary key, tags jsonb not null)`,
  `create index resource_operation_resource on resource_operation (resource_id, created_at)`,
];

const DOWN = [
  'drop index resource_operation_resource',
  'drop table subscription_tags',
  'drop table disk_access',
  'alter table ip_configuration drop column public_address_id',
  'alter table subnet drop column security_group_id',
  'alter table network_interface drop column security_group_id',
  'drop sequence public_address_draw',
  'drop table public_address_lease',
  'drop table kept_resource',
];

import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Principals and what they may do: the key that signs tokens, service principals and managed identities, role
 * assignments, subscriptions, who began which operation, and the activity log.
 */
export class Identity1700000000005 implements MigrationInterface {
  readonly name = 'Identity1700000000005';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

/** Tables of resources that may carry role assignments, with the types in their ids. */
const SCOPES: readonly (readonly [table: string, type: string])[] = [
  ['virtual_machine', 'microsoft.compute/virtualmachines'],
  ['disk', 'microsoft.compute/disks'],
  ['network_interface', 'microsoft.network/networkinterfaces'],
  ['virtual_network', 'microsoft.network/virtualnetworks'],
];

/**
 * Ids of scopes are compared in lower case, of ASCII alone: what the locale of a database would fold beyond that
 * must not widen a right. `0` follows `/` in ASCII, so that a range finds everything below a scope.
 */
const FORGET = `
  delete from role_assignment
   where scope_key = gone or (scope_key > gone || '/' and scope_key < gone || '0');
  delete from principal
   where resource_key = gone or (resource_key > gone || '/' and resource_key < gone || '0')`;

const UP = [
  `create table signing_key (
    kid text primary key,
    private_jwk jsonb not null,
    created_at timestamptz not null default now(),
    is_only boolean not null unique default true check (is_only))`,
  `create table principal (
    id uuid primary key,
    kind text not null check (kind in ('service-principal', 'managed-identity')),
    name text not null,
    name_key text unique,
    display_name text not null,
    app_id uuid not null unique,
    resource_key text collate "C" unique,
    secret jsonb,
    created_at timestamptz not null default now(),
    check ((kind = 'service-principal') = (name_key is not null)),
    check ((kind = 'managed-identity') = (resource_key is not null)))`,
  `create table role_assignment (
    id uuid primary key,
    scope text not null,
    scope_key text collate "C" not null,
    role_id uuid not null,
    principal_id uuid not null references principal on delete cascade,
    description text,
    created_at timestamptz not null default now(),
    created_by text not null,
    unique (scope_key, principal_id, role_id))`,
  'create index role_assignment_principal on role_assignment (principal_id)',
  `create table authorization_version (
    is_only boolean primary key default true check (is_only),
    version bigint not null)`,
  'insert into authorization_version (version) values (1)',
  `create function bump_authorization_version() returns trigger language plpgsql as $$
   begin
     update authorization_version set version = version + 1;
     return null;
   end $$`,
  `create trigger role_assignment_changed after insert or update or delete on role_assignment
     for each row execute function bump_authorization_version()`,
  `create function forget_group_scope() returns trigger language plpgsql as $$
   declare gone text collate "C" :=
     lower(('/subscriptions/' || old.subscription_id || '/resourcegroups/' || old.name) collate "C");
   begin
     ${FORGET};
     return null;
   end $$`,
  `create trigger group_scope_gone after delete on resource_group
     for each row execute function forget_group_scope()`,
  `create function forget_resource_scope() returns trigger language plpgsql as $$
   declare gone text collate "C";
   begin
     select lower(('/subscriptions/' || subscription_id || '/resourcegroups/' || name
                   || '/providers/' || tg_argv[0] || '/' || old.name) collate "C")
       into gone from resource_group where id = old.group_id;
     if gone is not null then
       ${FORGET};
     end if;
     return null;
   end $$`,
  ...SCOPES.map(
    ([table, type]) => `create trigger ${table}_scope_gone after delete on ${table}
     for each row execute function forget_resource_scope('${type}')`,
  ),
  `create table subscription (
    id text primary key check (id = lower(id)),
    display_name text not null,
    created_at timestamptz not null default now())`,
  `create table operation_caller (
    operation_id uuid primary key,
    principal_id uuid not null,
    created_at timestamptz not null default now())`,
  `create table activity_log (
    id bigint generated always as identity primary key,
    at timestamptz not null,
    subscription_id text,
    group_key text,
    scope_key text collate "C" not null,
    action text not null,
    status text not null,
    principal_id uuid not null,
    caller text not null,
    correlation_id text not null,
    event jsonb not null)`,
  'create index activity_log_subscription on activity_log (subscription_id, id)',
];

const DOWN = [
  'drop table activity_log',
  'drop table operation_caller',
  'drop table subscription',
  ...SCOPES.map(([table]) => `drop trigger ${table}_scope_gone on ${table}`),
  'drop function forget_resource_scope',
  'drop trigger group_scope_gone on resource_group',
  'drop function forget_group_scope',
  'drop table role_assignment',
  'drop function bump_authorization_version',
  'drop table authorization_version',
  'drop table principal',
  'drop table signing_key',
];

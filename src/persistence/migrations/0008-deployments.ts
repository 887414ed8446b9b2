import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Deployments of templates, to groups and to subscriptions, and what has become of each of their resources. A
 * deployment under way is leased to the process that drives it; deployments go with their group.
 */
export class Deployments1700000000008 implements MigrationInterface {
  readonly name = 'Deployments1700000000008';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table deployment_operation');
    await runner.query('drop table deployment');
  }
}

const UP = [
  `create table deployment (
     id uuid primary key,
     subscription_id text not null,
     group_id uuid references resource_group on delete cascade,
     name text not null,
     name_key text not null,
     location text,
     tags json not null default '{}',
     mode text not null check (mode in ('Incremental', 'Complete')),
     status text not null check (status in ('Accepted', 'Running', 'Succeeded', 'Failed', 'Canceled')),
     template json not null,
     template_hash text not null,
     inputs json,
     facts json not null,
     caller json not null,
     parameters json not null,
     providers json not null,
     dependencies json not null,
     outputs json,
     output_resources json,
     error json,
     correlation_id text not null,
     operation_id uuid not null,
     lease_owner uuid,
     lease_until timestamptz,
     attempts integer not null default 0,
     created_at timestamptz not null default clock_timestamp(),
     updated_at timestamptz not null default clock_timestamp(),
     ended_at timestamptz)`,
  `create unique index deployment_name on deployment
     (subscription_id, coalesce(group_id, '00000000-0000-0000-0000-000000000000'::uuid), name_key)`,
  `create index deployment_group on deployment (group_id)`,
  `create index deployment_unfinished on deployment (created_at) where status in ('Accepted', 'Running')`,
  `create table deployment_operation (
     id uuid primary key,
     deployment_id uuid not null references deployment on delete cascade,
     position integer not null,
     resource_id text not null,
     resource_type text not null,
     resource_name text not null,
     status text not null check (status in ('Pending', 'Running', 'Succeeded', 'Failed', 'Canceled')),
     poll_url text,
     status_code integer,
     error json,
     started_at timestamptz,
     ended_at timestamptz,
     unique (deployment_id, position))`,
];

import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Faults that are armed and what they have struck, the buckets of throttled requests, and actions that clients of
 * Microsoft.ComputeSchedule have asked for.
 */
export class ArmedFaults1700000000009 implements MigrationInterface {
  readonly name = 'ArmedFaults1700000000009';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  `create table armed_fault (
     id uuid primary key,
     subscription_id text not null,
     name text not null,
     name_key text not null,
     place text not null check (place in ('request', 'operation')),
     spec jsonb not null,
     status text not null check (status in ('armed', 'spent', 'disarmed')),
     remaining integer check (remaining >= 0),
     hits integer not null default 0,
     draws integer not null default 0,
     armed_at timestamptz not null default clock_timestamp(),
     last_hit_at timestamptz,
     unique (subscription_id, name_key))`,
  `create index armed_fault_in_force on armed_fault (subscription_id, place) where status = 'armed'`,
  `create table fault_hit (
     fault_id uuid not null references armed_fault on delete cascade,
     hit integer not null,
     operation_id uuid,
     struck text not null,
     at_ms bigint not null,
     at timestamptz not null default clock_timestamp(),
     primary key (fault_id, hit))`,
  `alter table operation
     add column effects json,
     add column lost_polls integer not null default 0`,
  `create table throttle_bucket (
     key text primary key,
     tokens double precision not null,
     at_ms double precision not null)`,
  `create table scheduled_action (
     id uuid primary key,
     subscription_id text not null,
     location text not null,
     resource_id text not null,
     action text not null check (action in ('start', 'deallocate', 'hibernate')),
     deadline_ms bigint not null,
     deadline_type text not null,
     time_zone text,
     retry_policy json,
     correlation_id text not null,
     caller json not null,
     job_id uuid not null references job on delete cascade,
     position integer not null,
     is_execute boolean not null,
     created_at timestamptz not null default clock_timestamp(),
     unique (job_id, position))`,
];

const DOWN = [
  'drop table scheduled_action',
  'drop table throttle_bucket',
  'alter table operation drop column lost_polls, drop column effects',
  'drop table fault_hit',
  'drop table armed_fault',
];

import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Jobs as their driver needs them: per subscription, paced on the emulated clock, with what is still open found
 * by index. Names of policies and profiles differ by more than letter case from here on (ARM-4).
 */
export class Jobs1700000000003 implements MigrationInterface {
  readonly name = 'Jobs1700000000003';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  `alter table job
     drop constraint job_name_key_key,
     drop column next_start_at,
     alter column start_at_ms set not null,
     add column subscription_id text not null,
     add column cancel_requested boolean not null default false,
     add column recent_starts_ms jsonb not null default '[]',
     add constraint job_name unique (subscription_id, name_key),
     add constraint job_status check
       (status in ('waiting', 'running', 'succeeded', 'failed', 'partlyFailed', 'canceled'))`,
  `create index job_unfinished on job (created_at) where status in ('waiting', 'running')`,
  `alter table job_item
     drop column not_before,
     add column not_before_ms bigint not null default 0,
     add constraint job_item_status check
       (status in ('pending', 'running', 'succeeded', 'failed', 'canceled', 'refused'))`,
  `create index job_item_open on job_item (job_id, status, position) where status in ('pending', 'running')`,
  'create unique index guid_policy_name_key on guid_policy (lower(name))',
  'create unique index guest_profile_name_key on guest_profile (lower(name))',
];

const DOWN = [
  'drop index guest_profile_name_key',
  'drop index guid_policy_name_key',
  'drop index job_item_open',
  `alter table job_item
     drop constraint job_item_status,
     drop column not_before_ms,
     add column not_before timestamptz`,
  'drop index job_unfinished',
  `alter table job
     drop constraint job_status,
     drop constraint job_name,
     drop column recent_starts_ms,
     drop column cancel_requested,
     drop column subscription_id,
     alter column start_at_ms drop not null,
     add column next_start_at timestamptz,
     add constraint job_name_key_key unique (name_key)`,
];

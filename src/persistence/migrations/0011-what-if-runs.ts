import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What-if runs: experiments that were submitted, their scenarios and what came of them. A run under way is leased to
 * the process that works on it; scenarios that are done stay done, whoever goes on with the others.
 */
export class WhatIfRuns1700000000011 implements MigrationInterface {
  readonly name = 'WhatIfRuns1700000000011';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table what_if_scenario');
    await runner.query('drop table what_if_run');
  }
}

const UP = [
  `create table what_if_run (
     id uuid primary key,
     subscription_id text not null,
     name text not null,
     name_key text not null,
     experiment text not null,
     experiment_sha256 text not null,
     experiment_name text not null,
     question text,
     version text not null,
     status text not null check (status in ('Accepted', 'Running', 'Succeeded', 'Failed')),
     progress json,
     error json,
     lease_owner uuid,
     lease_until timestamptz,
     attempts integer not null default 0,
     created_at timestamptz not null default clock_timestamp(),
     updated_at timestamptz not null default clock_timestamp(),
     ended_at timestamptz,
     unique (subscription_id, name_key))`,
  `create index what_if_run_unfinished on what_if_run (created_at) where status in ('Accepted', 'Running')`,
  `create table what_if_scenario (
     run_id uuid not null references what_if_run on delete cascade,
     position integer not null,
     name text not null,
     options json not null,
     sha256 text not null,
     scenario json not null,
     summary json,
     primary key (run_id, position))`,
];

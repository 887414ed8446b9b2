import { randomUUID } from 'node:crypto';
import type { Scenario, ScenarioSummary } from '#libs/what-if';
import { row, rows, touched, type Sql } from './sql.js';

/** A what-if run by its place and name. */
export interface WhatIfRunName {
  readonly subscriptionId: string;
  readonly name: string;
}

export type WhatIfRunStatus = 'Accepted' | 'Running' | 'Succeeded' | 'Failed';

export interface WhatIfRunError {
  readonly code: string;
  readonly message: string;
}

/** How far a run has come, as whoever works on it last said. */
export interface StoredProgress {
  /** Of the work that was to do when it was last taken up, 0 to 1. */
  readonly share: number;
  readonly events: number;
  readonly eventsPerSecond: number;
  /** Unit: ms of real time. */
  readonly leftMs?: number;
}

export interface NewWhatIfRun {
  /** The document, with everything that was set beside it. */
  readonly experiment: string;
  readonly experimentSha256: string;
  readonly experimentName: string;
  readonly question?: string;
  readonly version: string;
  readonly scenarios: readonly NewWhatIfScenario[];
}

export interface NewWhatIfScenario {
  readonly scenario: Scenario;
  readonly sha256: string;
}

export interface WhatIfRunRow extends Omit<NewWhatIfRun, 'question' | 'scenarios'> {
  readonly id: string;
  readonly name: string;
  readonly question: string | null;
  readonly status: WhatIfRunStatus;
  readonly progress: StoredProgress | null;
  readonly error: WhatIfRunError | null;
  readonly attempts: number;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
  readonly scenarioCount: number;
  readonly scenariosDone: number;
}

/** A scenario of a run without what it is made of. */
export interface WhatIfScenarioRow {
  readonly position: number;
  readonly name: string;
  readonly options: Readonly<Record<string, string>>;
  readonly sha256: string;
  /** Null until it is done. */
  readonly summary: ScenarioSummary | null;
}

const SELECT = `
  select r.id, r.name, r.experiment, r.experiment_sha256 as "experimentSha256",
         r.experiment_name as "experimentName", r.question, r.version, r.status, r.progress, r.error, r.attempts,
         r.created_at as "createdAt", r.ended_at as "endedAt",
         (select count(*)::int from what_if_scenario s where s.run_id = r.id) as "scenarioCount",
         (select count(*)::int from what_if_scenario s
           where s.run_id = r.id and s.summary is not null) as "scenariosDone"
    from what_if_run r`;

/** A run by its name in any letter case; locked until the transaction ends when `lock` is set. */
export async function findWhatIfRun(
  sql: Sql,
  { subscriptionId, name }: WhatIfRunName,
  lock = false,
): Promise<WhatIfRunRow | undefined> {
  return row<WhatIfRunRow>(
    sql,
    `${SELECT} where r.subscription_id = $1 and r.name_key = lower($2) ${lock ? 'for update of r' : ''}`,
    [subscriptionId, name],
  );
}

export async function findWhatIfRunById(sql: Sql, id: string): Promise<WhatIfRunRow | undefined> {
  return row<WhatIfRunRow>(sql, `${SELECT} where r.id = $1`, [id]);
}

/** In the order of their names, one more than the limit when there are more. */
export async function listWhatIfRuns(
  sql: Sql,
  scope: { readonly subscriptionId: string; readonly limit: number; readonly after?: string },
): Promise<readonly WhatIfRunRow[]> {
  return rows<WhatIfRunRow>(
    sql,
    `${SELECT}
      where r.subscription_id = $1 and ($2::text is null or r.name_key collate "C" > $2 collate "C")
      order by r.name_key collate "C" limit $3`,
    [scope.subscriptionId, scope.after ?? null, scope.limit + 1],
  );
}

/** Any number will do, as long as every process uses the same. */
const ADMISSION_LOCK = 7_067_902;

/** Runs under way in the whole installation. Until the transaction ends nobody else counts them to add one. */
export async function countUnfinishedForAdmission(sql: Sql): Promise<number> {
  await sql.query('select pg_advisory_xact_lock($1)', [ADMISSION_LOCK]);
  const found = await row<{ count: number }>(
    sql,
    `select count(*)::int as count from what_if_run where status in ('Accepted', 'Running')`,
  );
  return found?.count ?? 0;
}

/** Records a run with its scenarios. Says whether it is there: another one of the name may have come first. */
export async function insertWhatIfRun(
  sql: Sql,
  { subscriptionId, name }: WhatIfRunName,
  wanted: NewWhatIfRun,
): Promise<boolean> {
  const id = randomUUID();
  const made = await touched(
    sql,
    `insert into what_if_run (id, subscription_id, name, name_key, experiment, experiment_sha256, experiment_name,
                              question, version, status)
     values ($1, $2, $3, lower($3), $4, $5, $6, $7, $8, 'Accepted') on conflict do nothing returning 1`,
    [
      id,
      subscriptionId,
      name,
      wanted.experiment,
      wanted.experimentSha256,
      wanted.experimentName,
      wanted.question ?? null,
      wanted.version,
    ],
  );
  if (made === 0) return false;
  for (const [position, { scenario, sha256 }] of wanted.scenarios.entries()) {
    await sql.query(
      `insert into what_if_scenario (run_id, position, name, options, sha256, scenario)
       values ($1, $2, $3, $4, $5, $6)`,
      [id, position, scenario.name, JSON.stringify(scenario.options), sha256, JSON.stringify(scenario)],
    );
  }
  return true;
}

/** Whoever works on it finds its lease gone. Says whether there was one. */
export async function deleteWhatIfRun(sql: Sql, { subscriptionId, name }: WhatIfRunName): Promise<boolean> {
  const gone = await touched(
    sql,
    'delete from what_if_run where subscription_id = $1 and name_key = lower($2) returning 1',
    [subscriptionId, name],
  );
  return gone === 1;
}

/** In the order of the experiment. */
export async function listWhatIfScenarios(sql: Sql, runId: string): Promise<readonly WhatIfScenarioRow[]> {
  return rows<WhatIfScenarioRow>(
    sql,
    `select position, name, options, sha256, summary from what_if_scenario where run_id = $1 order by position`,
    [runId],
  );
}

/** The scenario of this name, or the first one; with what it is made of. */
export async function findWhatIfScenario(
  sql: Sql,
  runId: string,
  name: string | undefined,
): Promise<(WhatIfScenarioRow & { readonly scenario: Scenario }) | undefined> {
  return row(
    sql,
    `select position, name, options, sha256, summary, scenario from what_if_scenario
      where run_id = $1 and ($2::text is null or name = $2) order by position limit 1`,
    [runId, name ?? null],
  );
}

/** Scenarios that are not done, in order. */
export async function pendingWhatIfScenarios(
  sql: Sql,
  runId: string,
): Promise<readonly (NewWhatIfScenario & { readonly position: number })[]> {
  return rows(
    sql,
    `select position, sha256, scenario from what_if_scenario
      where run_id = $1 and summary is null order by position`,
    [runId],
  );
}

import type { EntityManager } from 'typeorm';
import type { ScenarioSummary } from '#libs/what-if';
import { rows, touched, type Sql } from './sql.js';
import type { StoredProgress, WhatIfRunError } from './what-if-run.repository.js';

/** The right of one process to work on a run: it ends when somebody else takes it, or the run ends or is deleted. */
export interface WhatIfLease {
  readonly runId: string;
  readonly owner: string;
}

/** Leases runs that nobody works on, oldest first. */
export async function claimWhatIfRuns(
  sql: Sql,
  { owner, leaseSeconds, limit }: { owner: string; leaseSeconds: number; limit: number },
): Promise<readonly string[]> {
  const claimed = await rows<{ id: string }>(
    sql,
    `update what_if_run set status = 'Running', lease_owner = $1, attempts = attempts + 1,
            lease_until = clock_timestamp() + make_interval(secs => $2::double precision)
      where id in (select id from what_if_run
                    where status in ('Accepted', 'Running')
                      and (lease_until is null or lease_until < clock_timestamp())
                    order by created_at limit $3 for update skip locked)
     returning id`,
    [owner, leaseSeconds, limit],
  );
  return claimed.map(({ id }) => id);
}

/** Notes how far a run has come; says whether the lease still holds. */
export async function renewWhatIfLease(
  sql: Sql,
  { runId, owner }: WhatIfLease,
  {
    leaseSeconds,
    progress,
  }: { readonly leaseSeconds: number; readonly progress: StoredProgress | undefined },
): Promise<boolean> {
  const renewed = await touched(
    sql,
    `update what_if_run set lease_until = clock_timestamp() + make_interval(secs => $3::double precision),
            progress = coalesce($4::json, progress), updated_at = clock_timestamp()
      where id = $1 and lease_owner = $2 and status = 'Running' returning 1`,
    [runId, owner, leaseSeconds, progress === undefined ? null : JSON.stringify(progress)],
  );
  return renewed === 1;
}

/**
 * Lets others work on a run from now on, or after some seconds. `isBlameless`: it was not for the run that it was left,
 * so that this attempt does not count against it.
 */
export async function releaseWhatIfLease(
  sql: Sql,
  { runId, owner }: WhatIfLease,
  { afterSeconds, isBlameless }: { readonly afterSeconds: number; readonly isBlameless: boolean },
): Promise<void> {
  await sql.query(
    `update what_if_run set lease_owner = null, attempts = attempts - $4,
            lease_until = clock_timestamp() + make_interval(secs => $3::double precision)
      where id = $1 and lease_owner = $2`,
    [runId, owner, afterSeconds, isBlameless ? 1 : 0],
  );
}

/** Forgets what another version of the product made of a run, whose rest this version will make. */
export async function restartWhatIfRun(
  sql: EntityManager,
  { runId, owner }: WhatIfLease,
  version: string,
): Promise<void> {
  const held = await touched(
    sql,
    `update what_if_run set version = $3, progress = null
      where id = $1 and lease_owner = $2 and status = 'Running' returning 1`,
    [runId, owner, version],
  );
  if (held === 1) await sql.query('update what_if_scenario set summary = null where run_id = $1', [runId]);
}

/** Stores what came of a scenario; says whether the lease still held. A run that gets on is no run that breaks its drivers. */
export async function endWhatIfScenario(
  sql: EntityManager,
  { runId, owner }: WhatIfLease,
  { position, summary }: { readonly position: number; readonly summary: ScenarioSummary },
): Promise<boolean> {
  const held = await touched(
    sql,
    `update what_if_run set attempts = 1, updated_at = clock_timestamp()
      where id = $1 and lease_owner = $2 and status = 'Running' returning 1`,
    [runId, owner],
  );
  if (held === 0) return false;
  await sql.query('update what_if_scenario set summary = $3 where run_id = $1 and position = $2', [
    runId,
    position,
    JSON.stringify(summary),
  ]);
  return true;
}

/** Ends a run; says whether the lease still held. */
export async function endWhatIfRun(
  sql: Sql,
  { runId, owner }: WhatIfLease,
  error?: WhatIfRunError,
): Promise<boolean> {
  const ended = await touched(
    sql,
    `update what_if_run set status = $3, error = $4, progress = null, lease_owner = null, lease_until = null,
            ended_at = clock_timestamp(), updated_at = clock_timestamp()
      where id = $1 and lease_owner = $2 and status = 'Running' returning 1`,
    [
      runId,
      owner,
      error === undefined ? 'Succeeded' : 'Failed',
      error === undefined ? null : JSON.stringify(error),
    ],
  );
  return ended === 1;
}

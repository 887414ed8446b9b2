import type { EntityManager } from 'typeorm';
import { UNSET_THROTTLING, type Bucket, type ThrottleSetting } from '#libs/throttling';
import { row, rows, type Sql } from './sql.js';

const THROTTLING_KEY = 'throttling';

/** What every request is measured against before it is served. */
export interface RequestRules {
  readonly throttling: ThrottleSetting;
  /** A fault is armed that strikes requests to the subscription. */
  readonly isFaultArmed: boolean;
}

/** All of it in one look, since every request needs it. */
export async function readRequestRules(sql: Sql, subscriptionId: string): Promise<RequestRules> {
  const found = await row<{ throttling: ThrottleSetting | null; armed: boolean }>(
    sql,
    `select (select value from emulator_setting where key = $1) as throttling,
            exists (select 1 from armed_fault
                     where subscription_id = $2 and place = 'request' and status = 'armed') as armed`,
    [THROTTLING_KEY, subscriptionId],
  );
  return { throttling: found?.throttling ?? UNSET_THROTTLING, isFaultArmed: found?.armed === true };
}

export async function readThrottling(sql: Sql): Promise<ThrottleSetting> {
  const found = await row<{ value: ThrottleSetting }>(
    sql,
    'select value from emulator_setting where key = $1',
    [THROTTLING_KEY],
  );
  return found?.value ?? UNSET_THROTTLING;
}

/** Other limits begin with full buckets. */
export async function writeThrottling(sql: EntityManager, setting: ThrottleSetting): Promise<void> {
  await sql.query(
    `insert into emulator_setting (key, value) values ($1, $2)
     on conflict (key) do update set value = excluded.value`,
    [THROTTLING_KEY, JSON.stringify(setting)],
  );
  // Nobody takes from a bucket meanwhile: requests lock theirs in order, which a deletion of all does not.
  await sql.query('lock table throttle_bucket in share row exclusive mode');
  await sql.query('delete from throttle_bucket');
}

/**
 * The buckets of these keys, locked until the transaction ends, in an order that is the same for everybody. A key
 * that nobody has used has none yet; its row is made, so that there is something to lock.
 */
export async function lockBuckets(
  sql: EntityManager,
  keys: readonly string[],
): Promise<ReadonlyMap<string, Bucket>> {
  await sql.query(
    `insert into throttle_bucket (key, tokens, at_ms)
     select key, -1, 0 from unnest($1::text[]) as key order by key on conflict (key) do nothing`,
    [keys],
  );
  const found = await rows<{ key: string; tokens: number; atMs: number }>(
    sql,
    `select key, tokens, at_ms as "atMs" from throttle_bucket where key = any($1) order by key for update`,
    [keys],
  );
  return new Map(
    found.filter(({ tokens }) => tokens >= 0).map(({ key, tokens, atMs }) => [key, { tokens, atMs }]),
  );
}

export async function writeBuckets(sql: EntityManager, buckets: ReadonlyMap<string, Bucket>): Promise<void> {
  const lines = [...buckets].map(([key, { tokens, atMs }]) => ({ key, tokens, at_ms: atMs }));
  await sql.query(
    `update throttle_bucket set tokens = line.tokens, at_ms = line.at_ms
       from json_to_recordset($1) as line(key text, tokens double precision, at_ms double precision)
      where throttle_bucket.key = line.key`,
    [JSON.stringify(lines)],
  );
}

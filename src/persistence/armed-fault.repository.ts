import { randomUUID } from 'node:crypto';
import type { ArmedFault, Considered, FaultSpec } from '#libs/platform-faults';
import { HIBERNATION_EXTENSION_TYPES, HIBERNATION_PUBLISHER } from '#libs/vm-operations';
import { row, rows, touched, type Sql } from './sql.js';

/** What a fault is asked about: requests, or operations that begin. */
export type ArmedPlace = 'request' | 'operation';

export type FaultStatus = 'armed' | 'spent' | 'disarmed';

export interface FaultName {
  readonly subscriptionId: string;
  readonly name: string;
}

export interface StoredFault extends ArmedFault {
  readonly subscriptionId: string;
  readonly place: ArmedPlace;
  readonly status: FaultStatus;
  readonly hits: number;
  readonly armedAt: Date;
  readonly lastHitAt: Date | null;
}

/** One strike. */
export interface FaultHit {
  /** 1, 2, 3, ... */
  readonly hit: number;
  readonly operationId: string | null;
  /** The resource of the operation, or method and path of the request. */
  readonly struck: string;
  /** Emulated time, ms. */
  readonly atMs: number;
  readonly at: Date;
}

const SELECT = `
  select id, subscription_id as "subscriptionId", name, place, spec, status, remaining, hits, draws,
         armed_at as "armedAt", last_hit_at as "lastHitAt"
    from armed_fault`;

export async function findFault(
  sql: Sql,
  { subscriptionId, name }: FaultName,
  lock = false,
): Promise<StoredFault | undefined> {
  return row<StoredFault>(
    sql,
    `${SELECT} where subscription_id = $1 and name_key = lower($2) ${lock ? 'for update' : ''}`,
    [subscriptionId, name],
  );
}

/** In the order of their names, from behind `after`. */
export async function listFaults(
  sql: Sql,
  { subscriptionId, after, limit }: { subscriptionId: string; after?: string; limit: number },
): Promise<readonly StoredFault[]> {
  return rows<StoredFault>(
    sql,
    `${SELECT} where subscription_id = $1 and ($2::text is null or name_key > $2 collate "C")
      order by name_key collate "C" limit $3`,
    [subscriptionId, after, limit],
  );
}

/** The latest strikes of a fault, newest first. */
export async function listHits(sql: Sql, faultId: string, limit: number): Promise<readonly FaultHit[]> {
  return rows<FaultHit>(
    sql,
    `select hit, operation_id as "operationId", struck, at_ms::float8 as "atMs", at from fault_hit
      where fault_id = $1 order by hit desc limit $2`,
    [faultId, limit],
  );
}

/** Arms a fault unless there is one of the name; says whether it did. */
export async function insertFault(
  sql: Sql,
  { subscriptionId, name }: FaultName,
  { place, spec }: { readonly place: ArmedPlace; readonly spec: FaultSpec },
): Promise<boolean> {
  const made = await touched(
    sql,
    `insert into armed_fault (id, subscription_id, name, name_key, place, spec, status, remaining)
     values ($1, $2, $3, lower($3), $4, $5, 'armed', $6)
     on conflict (subscription_id, name_key) do nothing returning 1`,
    [
      randomUUID(),
      subscriptionId,
      name,
      place,
      JSON.stringify(spec),
      spec.times === 'unlimited' ? null : spec.times,
    ],
  );
  return made > 0;
}

/** Ends a fault; it strikes nothing any more, and what it holds is let go. */
export async function disarmFault(sql: Sql, id: string): Promise<void> {
  await sql.query(`update armed_fault set status = 'disarmed' where id = $1`, [id]);
}

export async function deleteFault(sql: Sql, id: string): Promise<void> {
  await sql.query('delete from armed_fault where id = $1', [id]);
}

/** Whether anything is armed for operations of a subscription: asked first, as hardly ever anything is. */
export async function isAnyArmed(sql: Sql, subscriptionId: string): Promise<boolean> {
  const found = await row(
    sql,
    `select 1 from armed_fault where subscription_id = $1 and place = 'operation' and status = 'armed' limit 1`,
    [subscriptionId],
  );
  return found !== undefined;
}

/** The faults in force, in the order in which they were armed, locked until the transaction ends. */
export async function lockArmedFaults(
  sql: Sql,
  subscriptionId: string,
  place: ArmedPlace,
): Promise<readonly StoredFault[]> {
  return rows<StoredFault>(
    sql,
    `${SELECT} where subscription_id = $1 and place = $2 and status = 'armed' order by armed_at, id for update`,
    [subscriptionId, place],
  );
}

/** What was struck, for the list of hits. */
export interface StruckThing {
  readonly operationId: string | null;
  readonly struck: string;
  readonly nowMs: number;
}

/** Counts chances and strikes of faults that the caller has locked. A fault that is used up is in force no more. */
export async function countStrikes(
  sql: Sql,
  considered: readonly Considered<unknown>[],
  { operationId, struck, nowMs }: StruckThing,
): Promise<void> {
  for (const { fault, effect } of considered) {
    const isHit = effect !== undefined;
    await sql.query(
      `with counted as (
         update armed_fault
            set draws = draws + 1, hits = hits + $2, remaining = remaining - $2,
                status = case when remaining - $2 = 0 then 'spent' else status end,
                last_hit_at = case when $2 = 1 then clock_timestamp() else last_hit_at end
          where id = $1 returning id, hits)
       insert into fault_hit (fault_id, hit, operation_id, struck, at_ms)
       select id, hits, $3::uuid, $4, $5::bigint from counted where $2 = 1`,
      [fault.id, isHit ? 1 : 0, operationId, struck, Math.floor(nowMs)],
    );
  }
}

/** Whether a fault still holds what it has struck: until it is disarmed or deleted, spent or not. */
export async function isHolding(sql: Sql, faultId: string): Promise<boolean> {
  const found = await touched(sql, `select 1 from armed_fault where id = $1 and status <> 'disarmed'`, [
    faultId,
  ]);
  return found > 0;
}

/** Operations under way that a fault has struck. */
export async function findStruckOperations(sql: Sql, faultId: string): Promise<readonly string[]> {
  const found = await rows<{ id: string }>(
    sql,
    `select o.id from operation o join fault_hit h on h.operation_id = o.id
      where h.fault_id = $1 and o.status = 'running'`,
    [faultId],
  );
  return found.map(({ id }) => id);
}

/** Takes the host down that a VM has its room on, if it has any. */
export async function failHostOf(sql: Sql, vmId: string): Promise<void> {
  await sql.query(
    `update host set state = 'down' where id in (select host_id from host_allocation where vm_id = $1)`,
    [vmId],
  );
}

/** Fails the extensions of a VM that set its guest up for hibernation, and those that have not run yet. */
export async function failExtensionsOf(sql: Sql, vmId: string, message: string): Promise<void> {
  await sql.query(
    `update vm_extension set provisioning_state = 'Failed', message = $2, changed_at = now()
      where vm_id = $1 and provisioning_state <> 'Failed'
        and (provisioning_state in ('Creating', 'Updating')
          or lower(document ->> 'publisher') = lower($3) and lower(document ->> 'type') = any($4))`,
    [vmId, message, HIBERNATION_PUBLISHER, HIBERNATION_EXTENSION_TYPES.map((type) => type.toLowerCase())],
  );
}

import { rows, type Sql } from './sql.js';

/** What became of a request. */
export type ActivityStatus = 'Accepted' | 'Succeeded' | 'Failed';

/** Particulars of one request. Bodies are never among them: they may hold secrets. */
export interface ActivityDetails {
  readonly eventDataId: string;
  readonly requestId: string;
  /** Of the operation that was begun; the request's own where there was none. */
  readonly operationId: string;
  readonly scope: string;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly httpStatus: number;
  /** `error.code` of a refused request. */
  readonly code?: string;
  readonly appId?: string;
  readonly clientAddress?: string;
  readonly clientRequestId?: string;
  /** The command of the command line that sent it, where it said so. */
  readonly commandName?: string;
}

export interface Activity {
  /** ISO 8601. */
  readonly at: string;
  readonly subscriptionId: string | null;
  /** Name of the group in lower case. */
  readonly groupKey: string | null;
  readonly scopeKey: string;
  readonly action: string;
  readonly status: ActivityStatus;
  readonly principalId: string;
  readonly caller: string;
  readonly correlationId: string;
  readonly event: ActivityDetails;
}

export interface StoredActivity extends Activity {
  /** Grows with time. */
  readonly id: string;
}

/** Appends to the log, in the order given. */
export async function insertActivities(sql: Sql, activities: readonly Activity[]): Promise<void> {
  await sql.query(
    `insert into activity_log (at, subscription_id, group_key, scope_key, action, status, principal_id, caller,
                               correlation_id, event)
     select line."at", line."subscriptionId", line."groupKey", line."scopeKey", line."action", line."status",
            line."principalId", line."caller", line."correlationId", line."event"
       from rows from (json_to_recordset($1) as ("at" timestamptz, "subscriptionId" text, "groupKey" text,
              "scopeKey" text, "action" text, "status" text, "principalId" uuid, "caller" text,
              "correlationId" text, "event" jsonb)) with ordinality line order by line.ordinality`,
    [JSON.stringify(activities)],
  );
}

/** What is kept. */
export interface ActivityRetention {
  readonly events: number;
  readonly days: number;
}

/** Drops what is too old or too much, and with it who began operations that nobody polls any more. */
export async function pruneActivities(sql: Sql, { events, days }: ActivityRetention): Promise<void> {
  await sql.query(
    `delete from activity_log
      where id <= (select max(id) from activity_log) - $1::bigint or at < now() - make_interval(days => $2)`,
    [events, days],
  );
  await sql.query('delete from operation_caller where created_at < now() - make_interval(days => $1)', [
    days,
  ]);
}

export interface ActivityFilter {
  /** `null`: what is of no subscription. */
  readonly subscriptionId: string | null;
  /** Only events over these scopes and below them; the empty text is all. */
  readonly visibleScopes: readonly string[];
  readonly from?: string;
  readonly to?: string;
  readonly groupKey?: string;
  readonly scopeKey?: string;
  /** Namespace in lower case. */
  readonly provider?: string;
  readonly correlationId?: string;
  readonly caller?: string;
  readonly status?: string;
  readonly limit: number;
  /** Continue behind this event, towards older ones. */
  readonly after?: string;
}

/** Events, newest first; one more than the limit when there are more. */
export async function listActivities(sql: Sql, filter: ActivityFilter): Promise<readonly StoredActivity[]> {
  const found = await rows<Omit<StoredActivity, 'at'> & { readonly at: Date }>(
    sql,
    `select id, at, subscription_id as "subscriptionId", group_key as "groupKey", scope_key as "scopeKey", action,
            status, principal_id as "principalId", caller, correlation_id as "correlationId", event
       from activity_log
      where subscription_id is not distinct from $1
        and exists (select 1 from unnest($2::text[]) seen
                     where seen = '' or scope_key = seen or starts_with(scope_key, seen || '/'))
        and ($3::timestamptz is null or at >= $3) and ($4::timestamptz is null or at <= $4)
        and ($5::text is null or group_key = $5)
        and ($6::text is null or scope_key = $6 or starts_with(scope_key, $6 || '/'))
        and ($7::text is null or starts_with(lower(action), $7 || '/'))
        and ($8::text is null or correlation_id = $8)
        and ($9::text is null or lower(caller) = lower($9) or principal_id::text = lower($9)
             or lower(event ->> 'appId') = lower($9))
        and ($10::text is null or lower(status) = lower($10))
        and ($11::bigint is null or id < $11)
      order by id desc limit $12`,
    [
      filter.subscriptionId,
      filter.visibleScopes,
      filter.from ?? null,
      filter.to ?? null,
      filter.groupKey ?? null,
      filter.scopeKey ?? null,
      filter.provider ?? null,
      filter.correlationId ?? null,
      filter.caller ?? null,
      filter.status ?? null,
      filter.after ?? null,
      filter.limit + 1,
    ],
  );
  return found.map(({ at, ...rest }) => ({ ...rest, at: at.toISOString() }));
}

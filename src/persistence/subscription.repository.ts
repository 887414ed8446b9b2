import { row, rows, type Sql } from './sql.js';

export interface SubscriptionRow {
  /** A GUID, in lower case. */
  readonly id: string;
  readonly displayName: string;
}

const COLUMNS = 'id, display_name as "displayName"';

/** Adds subscriptions that are not there yet. */
export async function seedSubscriptions(sql: Sql, seeds: readonly SubscriptionRow[]): Promise<void> {
  for (const { id, displayName } of seeds) {
    await sql.query('insert into subscription (id, display_name) values ($1, $2) on conflict do nothing', [
      id.toLowerCase(),
      displayName,
    ]);
  }
}

/** Adds a subscription, or gives an existing one another display name; says whether it is new. */
export async function putSubscription(sql: Sql, { id, displayName }: SubscriptionRow): Promise<boolean> {
  const put = await row<{ isNew: boolean }>(
    sql,
    `insert into subscription (id, display_name) values ($1, $2)
     on conflict (id) do update set display_name = $2 returning xmax = 0 as "isNew"`,
    [id, displayName],
  );
  return put?.isNew === true;
}

export async function findSubscription(sql: Sql, id: string): Promise<SubscriptionRow | undefined> {
  return row<SubscriptionRow>(sql, `select ${COLUMNS} from subscription where id = $1`, [id]);
}

export async function listSubscriptions(sql: Sql): Promise<readonly SubscriptionRow[]> {
  return rows<SubscriptionRow>(sql, `select ${COLUMNS} from subscription order by id`);
}

import { randomUUID } from 'node:crypto';
import { row, type Sql } from './sql.js';

/** An operation on a disk or a network: its effect is in the same transaction, so it is over when it is recorded. */
export interface ResourceOperationRow {
  readonly id: string;
  readonly subscriptionId: string;
  readonly location: string;
  readonly provider: 'Microsoft.Compute' | 'Microsoft.Network';
  readonly resourceId: string;
  /** The resource as it was then, where its status shows it (ARM-10). */
  readonly output: object | null;
  readonly createdAt: Date;
}

export type NewResourceOperation = Omit<ResourceOperationRow, 'id' | 'createdAt'>;

/** Records an operation; answers with its id. */
export async function insertResourceOperation(sql: Sql, operation: NewResourceOperation): Promise<string> {
  const id = randomUUID();
  await sql.query(
    `insert into resource_operation (id, subscription_id, location, provider, resource_id, output)
     values ($1, $2, $3, $4, $5, $6)`,
    [
      id,
      operation.subscriptionId,
      operation.location,
      operation.provider,
      operation.resourceId,
      operation.output === null ? null : JSON.stringify(operation.output),
    ],
  );
  return id;
}

export async function findResourceOperation(sql: Sql, id: string): Promise<ResourceOperationRow | undefined> {
  return row<ResourceOperationRow>(
    sql,
    `select id, subscription_id as "subscriptionId", location, provider, resource_id as "resourceId", output,
            created_at as "createdAt" from resource_operation where id = $1`,
    [id],
  );
}

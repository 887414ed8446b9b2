import type { LogEvent, LogRecord } from '#libs/saga';
import { rows, type Sql } from './sql.js';

/** Logs of many operations, without what their steps decided and gave: enough to say how far each one is. */
export async function loadLogOutlines(
  sql: Sql,
  operationIds: readonly string[],
): Promise<ReadonlyMap<string, readonly LogRecord[]>> {
  const found = await rows<{ id: string; seq: number; at_ms: string; event: LogEvent }>(
    sql,
    `select operation_id as id, seq, at_ms, event::jsonb - 'decision' - 'output' as event from operation_event
      where operation_id = any($1) order by operation_id, seq`,
    [operationIds],
  );
  const logs = new Map<string, LogRecord[]>(operationIds.map((id) => [id, []]));
  for (const { id, seq, at_ms, event } of found) logs.get(id)?.push({ seq, atMs: Number(at_ms), event });
  return logs;
}

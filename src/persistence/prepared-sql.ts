import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { DataSource } from 'typeorm';
import type { Sql } from './sql.js';

/**
 * The pool of a data source, with every statement prepared under a name: PostgreSQL parses and plans it once a
 * connection instead of at every call. For the statements of the hot path, which are few and always the same.
 */
export function preparedSql(database: DataSource): Sql {
  const names = new Map<string, string>();
  const nameOf = (text: string): string => {
    const known = names.get(text);
    if (known !== undefined) return known;
    const name = createHash('sha256').update(text).digest('base64url').slice(0, NAME_LENGTH);
    names.set(text, name);
    return name;
  };
  return {
    query: async (text: string, values: unknown[] = []) =>
      (await poolOf(database).query({ name: nameOf(text), text, values })).rows,
  } as Sql;
}

/** Enough that two statements never share a name. PostgreSQL takes 63 characters. */
const NAME_LENGTH = 32;

/** The driver's own pool, which TypeORM shows as it is. */
function poolOf(database: DataSource): pg.Pool {
  return (database.driver as unknown as { readonly master: pg.Pool }).master;
}

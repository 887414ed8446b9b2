import type { DataSource, EntityManager } from 'typeorm';

/** Something that runs SQL: the pool, or one transaction. */
export type Sql = Pick<DataSource | EntityManager, 'query'>;

/** Rows of a statement. TypeORM answers `[rows, count]` to UPDATE and DELETE and rows alone to the rest. */
export async function rows<Row>(
  sql: Sql,
  statement: string,
  parameters: readonly unknown[] = [],
): Promise<Row[]> {
  const answer: unknown = await sql.query(statement, [...parameters]);
  if (!Array.isArray(answer)) return [];
  const [first, second] = answer as unknown[];
  return (
    answer.length === 2 && Array.isArray(first) && typeof second === 'number' ? first : answer
  ) as Row[];
}

/** The only row, or `undefined`. */
export async function row<Row>(
  sql: Sql,
  statement: string,
  parameters: readonly unknown[] = [],
): Promise<Row | undefined> {
  return (await rows<Row>(sql, statement, parameters))[0];
}

/** How many rows an UPDATE, DELETE or INSERT touched; the statement must end in `returning 1`. */
export async function touched(
  sql: Sql,
  statement: string,
  parameters: readonly unknown[] = [],
): Promise<number> {
  return (await rows(sql, statement, parameters)).length;
}

import pg from 'pg';
import { performance } from 'node:perf_hooks';

/**
 * The bare engines doing as much: per cycle two jobs through the same queue, and in each job half of a cycle's
 * statements, one after the other, each a transaction of its own on a row of its own.
 */
export async function bareRun({ databaseUrl, queue, concurrency, cycles, reads, writes }) {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 16 });
  await pool.query(
    'create table if not exists bare_row (id integer primary key, n integer not null, document jsonb)',
  );
  await pool.query(
    'create table if not exists bare_log (id bigserial primary key, row_id integer, event jsonb)',
  );
  await pool.query('truncate bare_row, bare_log');
  await pool.query(`insert into bare_row select i, 0, '{}' from generate_series(0, 63) i`);
  const event = JSON.stringify({
    kind: 'succeeded',
    step: 'a-step',
    output: { hostId: 'x'.repeat(36), rows: [1, 2, 3] },
  });
  const waiting = new Map();
  await queue.process(
    async (id) => {
      const row = Number(id.split('-')[1]);
      for (let i = 0; i < reads / 2; i++) await pool.query('select * from bare_row where id = $1', [row]);
      for (let i = 0; i < writes / 2; i++) {
        if (i % 2 === 0) await pool.query('update bare_row set n = n + 1 where id = $1', [row]);
        else await pool.query('insert into bare_log (row_id, event) values ($1, $2)', [row, event]);
      }
      waiting.get(id)?.();
      return 'finished';
    },
    { concurrency: 64 },
  );
  let left = cycles;
  let count = 0;
  const job = (row) =>
    new Promise((resolve) => {
      const id = `bare-${row}-${count++}`;
      waiting.set(id, resolve);
      void queue.add(id);
    });
  const started = performance.now();
  await Promise.all(
    Array.from({ length: concurrency }, async (_, row) => {
      while (left-- > 0) {
        await job(row);
        await job(row);
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  await queue.close();
  await pool.end();
  return { perSecond: cycles / seconds };
}

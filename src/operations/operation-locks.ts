import pg from 'pg';

/**
 * One driver per operation at a time, across processes. The lock is PostgreSQL's and belongs to this process's
 * one connection: a process that is killed loses its connection, and with it every lock, at once.
 */
export class OperationLocks {
  readonly #held = new Set<string>();
  #connection: Promise<pg.Client> | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(private readonly url: string) {}

  /** Runs `work` while holding the lock; `undefined` when another driver has the operation. */
  async whileHeld<T>(operationId: string, work: () => Promise<T>): Promise<T | undefined> {
    if (this.#held.has(operationId)) return undefined;
    this.#held.add(operationId);
    try {
      if (!(await this.ask('select pg_try_advisory_lock(hashtextextended($1, 0)) as yes', operationId))) {
        return undefined;
      }
      try {
        return await work();
      } finally {
        await this.ask('select pg_advisory_unlock(hashtextextended($1, 0)) as yes', operationId).catch(
          () => false,
        );
      }
    } finally {
      this.#held.delete(operationId);
    }
  }

  async close(): Promise<void> {
    const connection = await this.#connection?.catch(() => undefined);
    this.#connection = undefined;
    await connection?.end();
  }

  /** One query at a time: a client's queries must not overlap. */
  private ask(statement: string, operationId: string): Promise<boolean> {
    const answer = this.#last.then(async () => {
      const client = await this.connect();
      const { rows } = await client.query<{ yes: boolean }>(statement, [operationId]);
      return rows[0]?.yes === true;
    });
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  private connect(): Promise<pg.Client> {
    this.#connection ??= this.open();
    return this.#connection;
  }

  private async open(): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: this.url, application_name: 'torpor locks' });
    // A lost connection has lost its locks; drivers that still run are stopped by the log's positions.
    const forget = () => {
      this.#connection = undefined;
    };
    client.on('error', forget);
    client.on('end', forget);
    try {
      await client.connect();
    } catch (error) {
      forget();
      throw error;
    }
    return client;
  }
}

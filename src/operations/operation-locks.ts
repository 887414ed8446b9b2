import pg from 'pg';

type LockQuestion = 'lock' | 'unlock';

interface Question {
  readonly operationId: string;
  resolve(yes: boolean): void;
  reject(error: unknown): void;
}

const STATEMENTS: Readonly<Record<LockQuestion, string>> = {
  lock: 'select id, pg_try_advisory_lock(hashtextextended(id, 0)) as yes from unnest($1::text[]) as id',
  unlock: 'select id, pg_advisory_unlock(hashtextextended(id, 0)) as yes from unnest($1::text[]) as id',
};

/**
 * One driver per operation at a time, across processes. The lock is PostgreSQL's and belongs to this process's
 * one connection: a process that is killed loses its connection, and with it every lock, at once.
 */
export class OperationLocks {
  readonly #held = new Set<string>();
  #connection: Promise<pg.Client> | undefined;
  #asking: Promise<void> | undefined;
  readonly #asked: Record<LockQuestion, Question[]> = { lock: [], unlock: [] };

  constructor(private readonly url: string) {}

  /** Runs `work` while holding the lock; `undefined` when another driver has the operation. */
  async whileHeld<T>(operationId: string, work: () => Promise<T>): Promise<T | undefined> {
    if (this.#held.has(operationId)) return undefined;
    this.#held.add(operationId);
    try {
      if (!(await this.ask('lock', operationId))) {
        return undefined;
      }
      try {
        return await work();
      } finally {
        await this.ask('unlock', operationId).catch(() => false);
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

  /** Asks together what is asked while another question is on its way: one query at a time, few round trips. */
  private ask(kind: LockQuestion, operationId: string): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.#asked[kind].push({ operationId, resolve, reject });
      this.#asking ??= this.askAll().finally(() => {
        this.#asking = undefined;
      });
    });
  }

  private async askAll(): Promise<void> {
    for (;;) {
      // Locks are given back first: somebody may be waiting for one.
      const kind = (['unlock', 'lock'] as const).find((candidate) => this.#asked[candidate].length > 0);
      if (kind === undefined) return;
      const questions = this.#asked[kind].splice(0);
      try {
        const client = await this.connect();
        const ids = questions.map(({ operationId }) => operationId);
        const { rows } = await client.query<{ id: string; yes: boolean }>(STATEMENTS[kind], [ids]);
        const answers = new Map(rows.map(({ id, yes }) => [id, yes]));
        for (const { operationId, resolve } of questions) resolve(answers.get(operationId) === true);
      } catch (error) {
        for (const { reject } of questions) reject(error);
      }
    }
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

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EngineError } from '../../src/engines/engine-error.js';
import { freeLoopbackPort } from '../../src/engines/free-port.js';
import { startPostgres } from '../../src/engines/start-postgres.js';
import { startRedis } from '../../src/engines/start-redis.js';
import { startTestDatabase, type TestDatabase } from '../../src/engines/testing/test-database.js';
import { type EngineHome, engineHome } from './engines-home.js';
import { fakePostgres, fakeRedis, type FakeServer } from './fake-servers.js';

const PASSWORD = 'not-to-be-shown';

/** What a start says, or the facts of the error it ends with. */
async function outcomeOf(start: Promise<{ close(): Promise<void> } | undefined>): Promise<object> {
  try {
    await (await start)?.close();
    return { started: true };
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    expect(`${error.message}${error.stack}`).not.toContain(PASSWORD);
    return { code: error.code, rule: error.rule, sentence: error.sentence, remedy: error.remedy };
  }
}

describe('engines that somebody else runs', () => {
  let place: EngineHome;
  let database: TestDatabase;
  let oldPostgres: FakeServer;
  let oldRedis: FakeServer;
  let nobody = 0;

  beforeAll(async () => {
    place = engineHome();
    [database, oldPostgres, oldRedis, nobody] = await Promise.all([
      startTestDatabase(),
      fakePostgres(140_011),
      fakeRedis('5.0.14'),
      freeLoopbackPort(),
    ]);
  });
  afterAll(async () => {
    await Promise.all([database.close(), oldPostgres.close(), oldRedis.close()]);
    place.remove();
  });

  const postgres = (url: string): Promise<object> =>
    outcomeOf(startPostgres({ home: place.home, env: { ...place.env, DATABASE_URL: url } }));
  const redis = (url: string): Promise<object> =>
    outcomeOf(startRedis({ home: place.home, env: { ...place.env, REDIS_URL: url } }));

  it('TORPOR-20 takes a PostgreSQL that answers and is new enough', async () => {
    expect(await postgres(database.url)).toEqual({ started: true });
  });

  it('TORPOR-20 says that a PostgreSQL is too old', async () => {
    expect(await postgres(`postgres://u:${PASSWORD}@127.0.0.1:${oldPostgres.port}/db`)).toEqual({
      code: 'engine-too-old',
      rule: 'TORPOR-20',
      sentence: `PostgreSQL at 127.0.0.1:${oldPostgres.port}/db is version 14.11; the oldest that is supported is 15.`,
      remedy: 'Upgrade the engine named in the detail to at least the version given there.',
    });
  });

  it('TORPOR-20 says that no PostgreSQL answers', async () => {
    expect(await postgres(`postgres://u:${PASSWORD}@127.0.0.1:${nobody}/db`)).toEqual({
      code: 'engine-unreachable',
      rule: 'TORPOR-20',
      sentence: `PostgreSQL at 127.0.0.1:${nobody}/db cannot be used: connect ECONNREFUSED 127.0.0.1:${nobody}.`,
      remedy: 'Check host and port in DATABASE_URL, and that the server is running.',
    });
  });

  it('TORPOR-20 says that PostgreSQL refuses the password', async () => {
    const url = new URL(database.url);
    url.password = PASSWORD;
    expect(await postgres(url.href)).toEqual({
      code: 'engine-unreachable',
      rule: 'TORPOR-20',
      sentence: `PostgreSQL at ${url.host}${url.pathname} cannot be used: password authentication failed for user "torpor".`,
      remedy: 'Check user and password in DATABASE_URL, and the server’s pg_hba.conf.',
    });
  });

  it('TORPOR-20 says that the database does not exist', async () => {
    const url = new URL(database.url);
    url.pathname = '/absent';
    expect(await postgres(url.href)).toEqual({
      code: 'engine-unreachable',
      rule: 'TORPOR-20',
      sentence: `PostgreSQL at ${url.host}/absent cannot be used: database "absent" does not exist.`,
      remedy: 'Create the database that DATABASE_URL names, or name one that exists.',
    });
  });

  const NO_URLS = ['mysql://u@h/db', 'localhost:5432', 'nonsense'];
  for (const url of NO_URLS) {
    it(`TORPOR-20 says that ${url} is no URL of a server`, async () => {
      expect([await postgres(url), await redis(url)]).toEqual([
        {
          code: 'engine-unreachable',
          rule: 'TORPOR-20',
          sentence: 'DATABASE_URL is not a PostgreSQL URL.',
          remedy: 'Write it as postgres://user:password@host:5432/database.',
        },
        {
          code: 'engine-unreachable',
          rule: 'TORPOR-20',
          sentence: 'REDIS_URL is not a Redis URL.',
          remedy: 'Write it as redis://:password@host:6379, or rediss:// for TLS.',
        },
      ]);
    });
  }

  it('TORPOR-20 says that a Redis is too old', async () => {
    expect(await redis(`redis://127.0.0.1:${oldRedis.port}`)).toEqual({
      code: 'engine-too-old',
      rule: 'TORPOR-20',
      sentence: `Redis at 127.0.0.1:${oldRedis.port} is version 5.0.14; the oldest that is supported is 6.2.0.`,
      remedy: 'Upgrade the engine named in the detail to at least the version given there.',
    });
  });

  it('TORPOR-20 says that no Redis answers', async () => {
    expect(await redis(`redis://:${PASSWORD}@127.0.0.1:${nobody}`)).toEqual({
      code: 'engine-unreachable',
      rule: 'TORPOR-20',
      sentence: `Redis at 127.0.0.1:${nobody} cannot be used: connect ECONNREFUSED 127.0.0.1:${nobody}.`,
      remedy: 'Check host, port and password in REDIS_URL, and that the server is running.',
    });
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TorporHome, torporHome } from '../home/torpor-home.js';
import { EngineError } from './engine-error.js';
import { startEngines } from './start-engines.js';
import { startTestDatabase, type TestDatabase } from './testing/test-database.js';

describe('choice of the queue', () => {
  let home: TorporHome;
  let database: TestDatabase;

  beforeAll(async () => {
    home = torporHome({ TORPOR_HOME: mkdtempSync(join(tmpdir(), 'torpor-choice-')) });
    database = await startTestDatabase();
  });
  afterAll(async () => {
    await database.close();
    rmSync(home.directory, { recursive: true, force: true });
  });

  /** A machine without Redis, since nothing is on its PATH. */
  const startWith = (settings: Readonly<Record<string, string>>): ReturnType<typeof startEngines> =>
    startEngines({ home, env: { DATABASE_URL: database.url, PATH: home.tlsDirectory, ...settings } });
  const refusalOf = async (settings: Readonly<Record<string, string>>): Promise<object> => {
    const error = await startWith(settings).catch((thrown: unknown) => thrown);
    if (!(error instanceof EngineError)) throw new Error('The engines started.');
    return { code: error.code, rule: error.rule, sentence: error.sentence, remedy: error.remedy };
  };

  for (const settings of [{}, { TORPOR_QUEUE: 'postgres', REDIS_URL: 'redis://127.0.0.1:1' }]) {
    it(`is PostgreSQL with ${JSON.stringify(settings)} on a machine without Redis`, async () => {
      const engines = await startWith(settings);
      await engines.close();
      expect({ queue: engines.queue, redis: engines.redis }).toEqual({
        queue: { kind: 'postgres', url: database.url },
        redis: undefined,
      });
    });
  }

  it('TORPOR-20 says that the Redis which was asked for is missing', async () => {
    expect(await refusalOf({ TORPOR_QUEUE: 'redis' })).toEqual({
      code: 'engine-missing',
      rule: 'TORPOR-20',
      sentence:
        'TORPOR_QUEUE asks for Redis, but REDIS_URL is not set and no redis-server or valkey-server was found.',
      remedy: 'Install redis-server, set REDIS_URL to a running one, or set TORPOR_QUEUE to postgres.',
    });
  });

  it('TORPOR-20 refuses a queue that does not exist', async () => {
    expect(await refusalOf({ TORPOR_QUEUE: 'kafka' })).toEqual({
      code: 'engine-missing',
      rule: 'TORPOR-20',
      sentence: 'TORPOR_QUEUE is "kafka", which is no queue.',
      remedy: 'Set it to redis or postgres, or unset it.',
    });
  });
});

import { statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EngineError } from '../../src/engines/engine-error.js';
import { withRedis } from '../../src/engines/redis-connection.js';
import { type RedisEngine, startRedis } from '../../src/engines/start-redis.js';
import { hasRedis } from '../../src/engines/testing/test-redis.js';
import { until } from '../conformance/queue-observation.js';
import { registerIfPossible } from '../not-run.js';
import { startTypescript } from '../typescript-process/start-typescript.js';
import { type EngineHome, engineHome, hasEnded } from './engines-home.js';

const FIXTURE = 'test/integration/engines-process.fixture.ts';

const get = (url: string): Promise<string | null> => withRedis(url, (client) => client.get('word'));
const set = (url: string, word: string): Promise<string> =>
  withRedis(url, (client) => client.set('word', word));

function privateRedisWorks(): void {
  describe('private Redis', () => {
    let place: EngineHome;
    const start = async (settings: Readonly<Record<string, string>> = {}): Promise<RedisEngine> => {
      const redis = await startRedis({ home: place.home, env: { ...place.env, ...settings } });
      if (redis === undefined) throw new Error('No Redis was started.');
      return redis;
    };

    beforeEach(() => {
      place = engineHome({ TORPOR_QUEUE: 'redis' });
    });
    afterEach(() => {
      place.remove();
    });

    it('starts, stops, and keeps its data', async () => {
      const first = await start();
      await set(first.url, 'kept');
      const server = place.serverOf('redis');
      await first.close();
      expect(hasEnded(server)).toBe(true);
      const second = await start();
      expect({ word: await get(second.url), origin: second.origin, warnings: second.warnings }).toEqual({
        word: 'kept',
        origin: 'private',
        warnings: [],
      });
      await second.close();
    });

    it('lets nobody in but by password, from this machine, and never evicts', async () => {
      const redis = await start();
      const open = new URL(redis.url);
      open.password = '';
      const refusal = await get(open.href).catch((error: Error) => error.message);
      const settings = await withRedis(redis.url, async (client) => [
        await client.config('GET', 'bind'),
        await client.config('GET', 'maxmemory-policy'),
        await client.config('GET', 'appendonly'),
      ]);
      const modes = ['redis.conf', 'password'].map(
        (name) => statSync(join(place.home.redisDirectory, name)).mode & 0o777,
      );
      await redis.close();
      expect({ host: open.hostname, refusal, settings, modes }).toEqual({
        host: '127.0.0.1',
        refusal: 'NOAUTH Authentication required.',
        settings: [
          ['bind', '127.0.0.1'],
          ['maxmemory-policy', 'noeviction'],
          ['appendonly', 'yes'],
        ],
        modes: [0o600, 0o600],
      });
    });

    it('comes back on the same port when it dies while it is used', async () => {
      const redis = await start();
      const server = place.serverOf('redis');
      process.kill(server?.pid ?? 0, 'SIGKILL');
      await until(() =>
        get(redis.url).then(
          () => true,
          () => false,
        ),
      );
      expect(place.serverOf('redis')).not.toEqual(server);
      await redis.close();
      expect(place.serverOf('redis')).toBeUndefined();
    });

    it('is shared by processes with PostgreSQL, and found again after its user was killed', async () => {
      const user = startTypescript(FIXTURE, { env: place.env });
      const ready = JSON.parse((await user.line('ready ')).slice('ready '.length)) as { queue: object };
      const server = place.serverOf('redis');
      user.child.kill('SIGKILL');
      await user.ended;
      const redis = await start();
      expect({ queue: ready.queue, server: place.serverOf('redis') }).toEqual({
        queue: { kind: 'redis', url: redis.url },
        server,
      });
      await redis.close();
      expect(hasEnded(server)).toBe(true);
    });

    it('warns of a Redis that evicts keys', async () => {
      const theirs = await start();
      await withRedis(theirs.url, (client) => client.config('SET', 'maxmemory-policy', 'allkeys-lru'));
      const redis = await start({ REDIS_URL: theirs.url });
      await theirs.close();
      expect({ origin: redis.origin, warnings: redis.warnings }).toEqual({
        origin: 'external',
        warnings: [
          'Redis evicts keys when its memory is full (allkeys-lru); set maxmemory-policy to noeviction.',
        ],
      });
    });

    it('TORPOR-20 says that a Redis refuses the password', async () => {
      const redis = await start();
      const url = new URL(redis.url);
      url.password = 'guessed';
      const refusal = await start({ REDIS_URL: url.href }).catch((error: unknown) => error);
      await redis.close();
      expect(refusal).toBeInstanceOf(EngineError);
      expect(refusal).toMatchObject({
        code: 'engine-unreachable',
        rule: 'TORPOR-20',
        remedy: 'Check host, port and password in REDIS_URL, and that the server is running.',
      });
      expect(String(refusal)).not.toContain('guessed');
    });

    it('refuses a process whose queue would be elsewhere', async () => {
      const user = startTypescript(FIXTURE, { env: place.env });
      await user.line('ready ');
      const other = startTypescript(FIXTURE, { env: { ...place.env, TORPOR_QUEUE: 'postgres' } });
      const refusal = await other.line('failed ');
      await other.ended;
      user.child.kill('SIGTERM');
      await user.line('closed');
      expect(refusal).toMatch(
        /^failed Process \d+, which has the same home, has its queue in Redis at 127\.0\.0\.1:\d+; this one would have it in PostgreSQL\./,
      );
    });
  });
}

registerIfPossible(
  { what: 'private Redis', isHere: await hasRedis(), without: 'no redis-server found', isRequiredInCi: true },
  privateRedisWorks,
);

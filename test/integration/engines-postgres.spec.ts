import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { withConnection } from '../../src/engines/postgres-connection.js';
import { OVERFLOW_ID } from '../../src/engines/server-account.js';
import { startPostgres } from '../../src/engines/start-postgres.js';
import { until } from '../conformance/queue-observation.js';
import { registerIfPossible } from '../not-run.js';
import { startTypescript, type TypescriptProcess } from '../typescript-process/start-typescript.js';
import { commandLineOf, copyInto, type EngineHome, engineHome, hasEnded, userOf } from './engines-home.js';

const FIXTURE = 'test/integration/engines-process.fixture.ts';

const query = <Row extends object>(url: string, sql: string): Promise<readonly Row[]> =>
  withConnection(url, async (client) => (await client.query<Row>(sql)).rows);

const note = (url: string, word: string): Promise<readonly object[]> =>
  query(url, `CREATE TABLE IF NOT EXISTS note (word text); INSERT INTO note VALUES ('${word}')`);
const notes = async (url: string): Promise<readonly string[]> =>
  (await query<{ word: string }>(url, 'SELECT word FROM note ORDER BY word')).map(({ word }) => word);

/** URL of the database that a fixture process says it uses. */
const urlFrom = async (child: TypescriptProcess): Promise<string> =>
  (JSON.parse((await child.line('ready ')).slice('ready '.length)) as { postgres: string }).postgres;

describe('embedded PostgreSQL', () => {
  let place: EngineHome;
  const start = (): ReturnType<typeof startPostgres> => startPostgres({ home: place.home, env: place.env });

  let prototype: EngineHome;

  beforeAll(async () => {
    prototype = engineHome();
    await (await startPostgres({ home: prototype.home, env: prototype.env })).close();
  });
  afterAll(() => {
    prototype.remove();
  });
  beforeEach(() => {
    place = engineHome();
    copyInto(place, prototype);
  });
  afterEach(() => {
    place.remove();
  });

  it('starts from nothing, stops, and keeps its data', async () => {
    rmSync(place.home.postgresDirectory, { recursive: true });
    const first = await start();
    await note(first.url, 'kept');
    const server = place.serverOf('postgres');
    await first.close();
    expect(hasEnded(server)).toBe(true);
    const second = await start();
    expect({
      notes: await notes(second.url),
      origin: second.origin,
      major: second.version.split('.')[0],
    }).toEqual({
      notes: ['kept'],
      origin: 'embedded',
      major: '18',
    });
    await second.close();
  });

  it('lets nobody in but by password and from this machine', async () => {
    const postgres = await start();
    const url = new URL(postgres.url);
    const settings = await query(
      postgres.url,
      `SELECT name, setting FROM pg_settings
        WHERE name IN ('listen_addresses', 'unix_socket_directories', 'password_encryption') ORDER BY name`,
    );
    url.password = 'guessed';
    const refusal = await query(url.href, 'SELECT 1').catch((error: { code?: string }) => error.code);
    await postgres.close();
    expect({ host: url.hostname, settings, refusal }).toEqual({
      host: '127.0.0.1',
      settings: [
        { name: 'listen_addresses', setting: '127.0.0.1' },
        { name: 'password_encryption', setting: 'scram-sha-256' },
        { name: 'unix_socket_directories', setting: '' },
      ],
      refusal: '28P01',
    });
  });

  it('keeps its password and its data from other users', async () => {
    const postgres = await start();
    const { postgresDirectory, runDirectory } = place.home;
    const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);
    const modes = {
      password: modeOf(join(postgresDirectory, 'password')),
      data: modeOf(join(postgresDirectory, 'data')),
      runFile: modeOf(join(runDirectory, 'postgres.json')),
    };
    const commandLine = commandLineOf(place.serverOf('postgres')?.pid ?? 0);
    await postgres.close();
    expect(modes).toEqual({ password: '600', data: '700', runFile: '600' });
    expect(commandLine).not.toContain(new URL(postgres.url).password);
  });

  it('begins again when it was interrupted while it created its data', async () => {
    const { postgresDirectory } = place.home;
    mkdirSync(join(postgresDirectory, 'draft-1234', 'base'), { recursive: true });
    rmSync(join(postgresDirectory, 'data'), { recursive: true });
    mkdirSync(join(postgresDirectory, 'data'));
    writeFileSync(join(postgresDirectory, 'data', 'postgresql.conf'), '');
    const postgres = await start();
    expect(await query(postgres.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await postgres.close();
    expect(readdirSync(postgresDirectory).toSorted()).toEqual(['data', 'password', 'server.log']);
  });

  it('starts after server and user were killed', async () => {
    const user = startTypescript(FIXTURE, { env: place.env });
    await note(await urlFrom(user), 'kept');
    const server = place.serverOf('postgres');
    user.child.kill('SIGKILL');
    await user.ended;
    process.kill(server?.pid ?? 0, 'SIGKILL');
    await until(() => Promise.resolve(hasEnded(server)));
    expect(existsSync(join(place.home.postgresDirectory, 'data', 'postmaster.pid'))).toBe(true);
    const postgres = await start();
    expect(await notes(postgres.url)).toEqual(['kept']);
    await postgres.close();
  });

  it('starts when the number in the lock file of a killed server belongs to another process now', async () => {
    await (await start()).close();
    writeFileSync(
      join(place.home.postgresDirectory, 'data', 'postmaster.pid'),
      `${process.pid}\n${place.home.postgresDirectory}/data\n1700000000\n5432\n\n127.0.0.1\n`,
    );
    const postgres = await start();
    expect(await query(postgres.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await postgres.close();
  });

  it('is found by the next start when its user was killed', async () => {
    const user = startTypescript(FIXTURE, { env: place.env });
    const url = await urlFrom(user);
    await note(url, 'kept');
    const server = place.serverOf('postgres');
    user.child.kill('SIGKILL');
    await user.ended;
    const postgres = await start();
    expect({
      url: postgres.url,
      server: place.serverOf('postgres'),
      notes: await notes(postgres.url),
    }).toEqual({
      url,
      server,
      notes: ['kept'],
    });
    await postgres.close();
    expect(hasEnded(server)).toBe(true);
  });

  it('is found even without its run file', async () => {
    const user = startTypescript(FIXTURE, { env: place.env });
    const url = await urlFrom(user);
    user.child.kill('SIGKILL');
    await user.ended;
    const server = place.serverOf('postgres');
    writeFileSync(join(place.home.runDirectory, 'postgres.json'), 'nonsense');
    const postgres = await start();
    expect({ url: postgres.url, server: place.serverOf('postgres') }).toEqual({ url, server });
    await postgres.close();
  });

  it('is shared by processes, and stopped by the last one, whoever started it', async () => {
    const users = [0, 1, 2].map(() => startTypescript(FIXTURE, { env: place.env }));
    const urls = await Promise.all(users.map(urlFrom));
    expect(new Set(urls).size).toBe(1);
    const server = place.serverOf('postgres');
    const left: boolean[] = [];
    for (const user of users) {
      user.child.kill('SIGTERM');
      await user.line('closed');
      left.push(!hasEnded(server));
    }
    expect(left).toEqual([true, true, false]);
  });

  it('comes back on the same port when it dies while it is used', async () => {
    const postgres = await start();
    await note(postgres.url, 'kept');
    const server = place.serverOf('postgres');
    process.kill(server?.pid ?? 0, 'SIGKILL');
    await until(() =>
      notes(postgres.url).then(
        () => true,
        () => false,
      ),
    );
    expect(await notes(postgres.url)).toEqual(['kept']);
    const successor = place.serverOf('postgres');
    expect(successor).not.toEqual(server);
    await postgres.close();
    expect(hasEnded(successor)).toBe(true);
  });

  it('can be started twice in one process', async () => {
    const [first, second] = await Promise.all([start(), start()]);
    expect(first.url).toBe(second.url);
    await first.close();
    expect(await query(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await second.close();
    expect(place.serverOf('postgres')).toBeUndefined();
  });
});

registerIfPossible(
  {
    what: 'accounts of the embedded PostgreSQL',
    isHere: process.getuid?.() === 0,
    without: 'only root can start servers as somebody else',
    isRequiredInCi: false,
  },
  () => {
    describe('accounts of the embedded PostgreSQL', () => {
      const account = { uid: OVERFLOW_ID, gid: OVERFLOW_ID };

      it('runs without rights when root starts it', async () => {
        const place = engineHome();
        const postgres = await startPostgres({ home: place.home, env: place.env });
        const uid = userOf(place.serverOf('postgres')?.pid ?? 0);
        await postgres.close();
        place.remove();
        expect(uid).toBe(OVERFLOW_ID);
      });

      it('runs as the user who starts it, when that is not root', async () => {
        const place = engineHome({ HOME: '/nonexistent' }, account);
        const user = startTypescript(FIXTURE, { env: place.env, account });
        await note(await urlFrom(user), 'kept');
        const uid = userOf(place.serverOf('postgres')?.pid ?? 0);
        user.child.kill('SIGTERM');
        await user.line('closed');
        place.remove();
        expect(uid).toBe(OVERFLOW_ID);
      });
    });
  },
);

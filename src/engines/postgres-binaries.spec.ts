import { chmodSync, existsSync, mkdirSync, mkdtempSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EngineError } from './engine-error.js';
import { type BinarySearch, embeddedPackage, findPostgres } from './postgres-binaries.js';
import { runnableNative } from './postgres-native.js';
import { findRedis, isAtLeast } from './redis-binary.js';
import { isOpenToAll, type ServerAccount } from './server-account.js';

const THIS_USER: ServerAccount = { kind: 'this-user' };

describe('programs of the engines', () => {
  let directory = '';

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'torpor-programs-'));
    chmodSync(directory, 0o755);
  });
  afterEach(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  /** A directory with programs that only tell their version. */
  const installation = (name: string, outputs: Readonly<Record<string, string>>): string => {
    const bin = join(directory, name);
    mkdirSync(bin, { recursive: true });
    for (const [program, output] of Object.entries(outputs)) {
      writeFileSync(join(bin, program), `#!/bin/sh\necho '${output}'\n`, { mode: 0o755 });
    }
    return bin;
  };
  const postgresOf = (version: string): string =>
    installation(`postgres-${version}`, {
      initdb: `initdb (PostgreSQL) ${version}`,
      postgres: `postgres (PostgreSQL) ${version}`,
    });
  const search = (env: BinarySearch['env'], major?: number): BinarySearch => ({
    env,
    account: THIS_USER,
    ...(major === undefined ? {} : { major }),
  });
  const refusalOf = async (wanted: BinarySearch): Promise<object> => {
    const error = await findPostgres(wanted).catch((thrown: unknown) => thrown);
    if (!(error instanceof EngineError)) throw new Error('Programs were found.');
    return { code: error.code, rule: error.rule, sentence: error.sentence, remedy: error.remedy };
  };

  it('are those of the embedded package, if nothing else is said', async () => {
    expect(await findPostgres(search({ PATH: postgresOf('17.2') }))).toEqual({
      origin: 'embedded',
      directory: join(embeddedPackage() ?? '', 'native', 'bin'),
      major: 18,
    });
  });

  it('are those of the system when they fit the stored data and the embedded ones do not', async () => {
    const older = postgresOf('16.1');
    expect(await findPostgres(search({ PATH: `${postgresOf('17.2')}:${older}` }, 16))).toEqual({
      origin: 'system',
      directory: older,
      major: 16,
    });
  });

  it('are those that TORPOR_POSTGRES_BIN names', async () => {
    const bin = postgresOf('17.2');
    expect(await findPostgres(search({ TORPOR_POSTGRES_BIN: bin }))).toEqual({
      origin: 'system',
      directory: bin,
      major: 17,
    });
  });

  it('TORPOR-20 says that the named ones are too old', async () => {
    expect(await refusalOf(search({ TORPOR_POSTGRES_BIN: postgresOf('14.11') }))).toEqual({
      code: 'engine-too-old',
      rule: 'TORPOR-20',
      sentence: 'TORPOR_POSTGRES_BIN names PostgreSQL 14; the oldest that is supported is 15.',
      remedy: 'Name a newer installation, or unset the variable.',
    });
  });

  it('TORPOR-20 says that the named directory has none', async () => {
    expect(await refusalOf(search({ TORPOR_POSTGRES_BIN: directory }))).toEqual({
      code: 'engine-missing',
      rule: 'TORPOR-20',
      sentence: `TORPOR_POSTGRES_BIN names ${directory}, which has no initdb and postgres that run here.`,
      remedy: 'Name the bin directory of a PostgreSQL installation, or unset the variable.',
    });
  });

  it('TORPOR-20 says that none fits the stored data', async () => {
    expect(await refusalOf(search({ TORPOR_POSTGRES_BIN: postgresOf('17.2') }, 16))).toEqual({
      code: 'engine-missing',
      rule: 'TORPOR-20',
      sentence: 'The stored data is of PostgreSQL 16, and no programs of that version run here (found: 17).',
      remedy:
        'Install that version, set TORPOR_POSTGRES_BIN to its bin directory, or use another TORPOR_HOME.',
    });
  });

  it('of Redis are found on the PATH by either name, unless they are too old', async () => {
    const old = installation('old', { 'redis-server': 'Redis server v=5.0.14 sha=0:0 bits=64' });
    const valkey = installation('valkey', { 'valkey-server': 'Valkey server v=8.1.0 sha=0:0 bits=64' });
    const redis = installation('redis', { 'redis-server': 'Redis server v=7.0.15 sha=0:0 bits=64' });
    const found = [old, `${old}:${valkey}`, `${valkey}:${redis}`].map((PATH) => findRedis({ PATH }));
    expect(await Promise.all(found)).toEqual([
      undefined,
      { file: join(valkey, 'valkey-server'), version: '8.1.0' },
      { file: join(redis, 'redis-server'), version: '7.0.15' },
    ]);
  });

  it('compares versions by their numbers', () => {
    const versions = ['6.2.0', '6.10', '7', '6.1.99', '5.0.14', ''];
    expect(versions.map((version) => isAtLeast(version, '6.2.0'))).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  describe('native package', () => {
    /** A package with one library and the link that it needs. */
    const nativePackage = (): string => {
      const root = join(directory, 'package');
      for (const folder of ['bin', 'lib']) mkdirSync(join(root, 'native', folder), { recursive: true });
      writeFileSync(join(root, 'package.json'), '{"name":"@test/native","version":"1.0.0"}');
      writeFileSync(join(root, 'native', 'bin', 'postgres'), '', { mode: 0o755 });
      writeFileSync(join(root, 'native', 'lib', 'libpq.so.5.18'), '');
      const links = [{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }];
      writeFileSync(join(root, 'native', 'pg-symlinks.json'), JSON.stringify(links));
      return root;
    };

    it('gets the links that packages cannot carry, from however many processes', async () => {
      const root = nativePackage();
      const found = await Promise.all([1, 2].map(() => runnableNative(root, THIS_USER, {})));
      expect(found).toEqual([join(root, 'native'), join(root, 'native')]);
      expect(readlinkSync(join(root, 'native', 'lib', 'libpq.so.5'))).toBe('libpq.so.5.18');
    });

    it('follows no link out of its directory', async () => {
      const root = nativePackage();
      const links = [{ source: 'native/lib/x', target: '../../outside' }];
      writeFileSync(join(root, 'native', 'pg-symlinks.json'), JSON.stringify(links));
      await runnableNative(root, THIS_USER, {});
      expect(existsSync(join(directory, '..', 'outside'))).toBe(false);
    });

    it('is copied to where the account of the server can read it', async () => {
      const root = nativePackage();
      chmodSync(root, 0o700);
      const account: ServerAccount = { kind: 'unprivileged', uid: 65_534, gid: 65_534 };
      const env = { XDG_CACHE_HOME: join(directory, 'cache') };
      const native = (await runnableNative(root, account, env)) ?? '';
      const again = await runnableNative(root, account, env);
      const facts = {
        isElsewhere: native !== join(root, 'native'),
        isOpen: isOpenToAll(join(native, 'bin')),
        link: readlinkSync(join(native, 'lib', 'libpq.so.5')),
        again,
      };
      rmSync(join(native, '..'), { recursive: true });
      expect(facts).toEqual({ isElsewhere: true, isOpen: true, link: 'libpq.so.5.18', again: native });
    });
  });
});

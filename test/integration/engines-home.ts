import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive, type ProcessIdentity } from '../../src/home/process-identity.js';
import { type TorporHome, torporHome } from '../../src/home/torpor-home.js';

/** A home in a temporary directory, and a look at what runs in it. */
export interface EngineHome {
  readonly home: TorporHome;
  /** Its environment: no engine of the machine's own is used by accident. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The process of an engine according to its run file. */
  serverOf(engine: 'postgres' | 'redis'): ProcessIdentity | undefined;
  /** Ends what still runs there, and deletes it. */
  remove(): void;
}

/** `owner` is the account that shall use the home, when that is not this user. */
export function engineHome(
  settings: Readonly<Record<string, string>> = {},
  owner?: { readonly uid: number; readonly gid: number },
): EngineHome {
  const directory = mkdtempSync(join(tmpdir(), 'torpor-engines-'));
  if (owner !== undefined) chownSync(directory, owner.uid, owner.gid);
  const env = {
    PATH: process.env['PATH'],
    TORPOR_HOME: owner === undefined ? directory : join(directory, 'home'),
    DATABASE_URL: undefined,
    REDIS_URL: undefined,
    TORPOR_QUEUE: 'postgres',
    ...settings,
  };
  const runDirectory = join(env.TORPOR_HOME, 'run');
  const serverOf = (engine: 'postgres' | 'redis'): ProcessIdentity | undefined => {
    const file = join(runDirectory, `${engine}.json`);
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as ProcessIdentity) : undefined;
  };
  return {
    get home() {
      return torporHome(env);
    },
    env,
    serverOf,
    remove: () => {
      for (const engine of ['postgres', 'redis'] as const) {
        const server = serverOf(engine);
        if (server !== undefined && isAlive(server)) process.kill(server.pid, 'SIGKILL');
      }
      rmSync(directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}

/** Gives a home the stopped engines of another one, which is faster than to create them anew. */
export function copyInto(place: EngineHome, prototype: EngineHome): void {
  // Node's own copy does not keep the owner of the data.
  execFileSync('cp', ['-Rp', `${prototype.home.postgresDirectory}/.`, place.home.postgresDirectory]);
}

/** Whether the process that an identity names has ended. */
export function hasEnded(server: ProcessIdentity | undefined): boolean {
  return server === undefined || !isAlive(server);
}

/** The command line of a process, as every user of the machine can see it. */
export function commandLineOf(pid: number): string {
  const file = `/proc/${pid}/cmdline`;
  return existsSync(file)
    ? readFileSync(file, 'utf8').replaceAll('\0', ' ')
    : execFileSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' });
}

/** The number of the user that a process runs as. */
export function userOf(pid: number): number {
  const entry = `/proc/${pid}`;
  return existsSync(entry)
    ? statSync(entry).uid
    : Number(execFileSync('ps', ['-o', 'uid=', '-p', String(pid)], { encoding: 'utf8' }));
}

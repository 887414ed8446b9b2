import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** Environment variables by name, as `process.env` gives them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where one installation keeps what it must not lose, and what its processes tell each other. Absolute paths. */
export interface TorporHome {
  readonly directory: string;
  /** Data, password and log of the embedded PostgreSQL. */
  readonly postgresDirectory: string;
  /** Data, password and log of the private Redis. */
  readonly redisDirectory: string;
  /** Development CA and server certificate. */
  readonly tlsDirectory: string;
  /** Which engines run, where, and which processes use them. */
  readonly runDirectory: string;
  readonly tokenFile: string;
}

/** The home cannot be used: `sentence` says why, `remedy` what to do about it. */
export class HomeError extends Error {
  readonly code = 'home-unusable';

  constructor(
    readonly sentence: string,
    readonly remedy: string,
    options?: ErrorOptions,
  ) {
    super(`${sentence} ${remedy}`, options);
    this.name = 'HomeError';
  }
}

/** Directories that only their owner may enter: the home holds keys, passwords and the access token. */
const OWNER_ONLY = 0o700;

/**
 * The home named by `TORPOR_HOME`, or `~/.torpor`; it and its folders are created when missing, mode 0700.
 * A directory that exists keeps its mode: it may be a mounted volume. Throws HomeError.
 */
export function torporHome(env: Environment = process.env): TorporHome {
  const directory = resolve(env['TORPOR_HOME'] || join(ownerDirectory(env), '.torpor'));
  const home: TorporHome = {
    directory,
    postgresDirectory: join(directory, 'postgres'),
    redisDirectory: join(directory, 'redis'),
    tlsDirectory: join(directory, 'tls'),
    runDirectory: join(directory, 'run'),
    tokenFile: join(directory, 'token'),
  };
  const folders = [home.postgresDirectory, home.redisDirectory, home.tlsDirectory, home.runDirectory];
  for (const folder of [directory, ...folders]) createFolder(folder);
  return home;
}

function ownerDirectory(env: Environment): string {
  try {
    return env['HOME'] || homedir();
  } catch (cause) {
    throw new HomeError(
      'This user has no home directory.',
      'Set TORPOR_HOME to a directory to keep data in.',
      {
        cause,
      },
    );
  }
}

function createFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: OWNER_ONLY });
    if (!statSync(path).isDirectory()) throw new Error('not a directory');
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new HomeError(
      `The directory ${path} cannot be used: ${reason}.`,
      'Set TORPOR_HOME to a directory that this user may write to.',
      { cause },
    );
  }
}

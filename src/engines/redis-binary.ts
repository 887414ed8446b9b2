import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import type { Environment } from '../home/torpor-home.js';
import { program } from './postgres-binaries.js';

/** The oldest Redis that the queue supports. Source: BullMQ, minimum recommended version. */
export const OLDEST_REDIS = '6.2.0';

/** A server program that speaks the Redis protocol and stores its append-only file. */
export interface RedisBinary {
  readonly file: string;
  readonly version: string;
}

const PROGRAMS = ['redis-server', 'valkey-server'];

/** The first `redis-server` or `valkey-server` that runs here and is new enough; undefined when there is none. */
export async function findRedis(env: Environment): Promise<RedisBinary | undefined> {
  // Redis has no native Windows edition; what goes by that name there is years behind.
  if (process.platform === 'win32') return undefined;
  const onPath = (env['PATH'] ?? '').split(delimiter).filter((directory) => directory !== '');
  for (const name of PROGRAMS) {
    for (const directory of new Set(onPath)) {
      const file = join(directory, program(name));
      const version = existsSync(file) ? await versionOf(file) : undefined;
      if (version !== undefined && isAtLeast(version, OLDEST_REDIS)) return { file, version };
    }
  }
  return undefined;
}

async function versionOf(file: string): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(file, ['--version']);
    // Valkey counts from 7.2.5, where it left Redis, so one threshold serves both.
    return /v=(\d+\.\d+\.\d+)/.exec(stdout)?.[1];
  } catch {
    return undefined;
  }
}

/** Compares versions such as "7.0.15" by their numbers. */
export function isAtLeast(version: string, oldest: string): boolean {
  const numbers = (text: string): readonly number[] => text.split('.').map(Number);
  const [actual, wanted] = [numbers(version), numbers(oldest)];
  for (let i = 0; i < wanted.length; i += 1) {
    const difference = (actual[i] ?? 0) - (wanted[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

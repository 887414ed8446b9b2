import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readIfPresent } from '../home/durable-file.js';
import { isAlive, parseIdentity, type ProcessIdentity } from '../home/process-identity.js';

/** A live process's claim on something shared, with what it noted about its use. */
export interface Lease {
  readonly user: ProcessIdentity;
  readonly note: string;
}

let taken = 0;

/** Writes a lease for `user` into the directory and returns what takes it back. Call it under a lock. */
export function takeLease(directory: string, user: ProcessIdentity, note = ''): () => void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, `${user.pid}-${++taken}`);
  writeFileSync(file, JSON.stringify({ ...user, note }), { mode: 0o600 });
  return () => rmSync(file, { force: true });
}

/** The leases of processes that still run; those of processes that are gone are cleared away. */
export function liveLeases(directory: string): readonly Lease[] {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  return readdirSync(directory).flatMap((name) => {
    const text = readIfPresent(join(directory, name)) ?? '';
    const user = parseIdentity(text);
    if (user !== undefined && isAlive(user)) {
      const { note } = JSON.parse(text) as { readonly note?: unknown };
      return [{ user, note: typeof note === 'string' ? note : '' }];
    }
    rmSync(join(directory, name), { force: true });
    return [];
  });
}

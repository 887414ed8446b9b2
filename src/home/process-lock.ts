import { closeSync, openSync, rmSync, statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { createFileOnce, isErrno, readIfPresent } from './durable-file.js';
import { identityOf, isAlive, parseIdentity } from './process-identity.js';

const RETRY_MS = 25;
const DEFAULT_PATIENCE_MS = 120_000;
/** Clearing a dead holder's lock takes microseconds; a guard older than this was left behind by a kill. */
const ABANDONED_GUARD_MS = 5_000;

/** The lock was held by a live process for longer than the caller would wait. */
export class LockTimeoutError extends Error {
  constructor(path: string, pid: number | undefined) {
    super(`The lock ${path} is held by process ${pid ?? 'unknown'}.`);
    this.name = 'LockTimeoutError';
  }
}

/**
 * Runs `work` while holding a lock file that names this process. A holder that was killed does not block: its
 * lock is cleared. The lock is between processes and between callers in one process; it is not re-entrant.
 */
export async function withProcessLock<T>(
  path: string,
  work: () => Promise<T>,
  patienceMs: number = DEFAULT_PATIENCE_MS,
): Promise<T> {
  const release = await acquire(path, patienceMs);
  try {
    return await work();
  } finally {
    release();
  }
}

let acquisitions = 0;

async function acquire(path: string, patienceMs: number): Promise<() => void> {
  const mine = JSON.stringify({ ...identityOf(process.pid), acquisition: ++acquisitions });
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const held = createFileOnce(path, mine);
    if (held === mine) return () => rmSync(path, { force: true });
    const holder = parseIdentity(held);
    if ((holder === undefined || !isAlive(holder)) && clearAbandoned(path, held)) continue;
    if (performance.now() > deadline) throw new LockTimeoutError(path, holder?.pid);
    await delay(RETRY_MS);
  }
}

/**
 * Removes a dead holder's lock. Two processes may see the same dead holder; without the guard the slower one
 * would remove the lock that the faster one has just taken. False while another process is clearing.
 */
function clearAbandoned(path: string, content: string): boolean {
  const guard = `${path}.clearing`;
  try {
    closeSync(openSync(guard, 'wx', 0o600));
  } catch (error) {
    if (!isErrno(error, 'EEXIST')) throw error;
    const ageMs = Date.now() - (statSync(guard, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (ageMs > ABANDONED_GUARD_MS) rmSync(guard, { force: true });
    return false;
  }
  try {
    if (readIfPresent(path) === content) rmSync(path, { force: true });
    return true;
  } finally {
    rmSync(guard, { force: true });
  }
}

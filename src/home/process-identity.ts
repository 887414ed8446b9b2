import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { isErrno } from './durable-file.js';

/**
 * One process, told apart from a later one with the same number. `startedAt` is the kernel's start time of the
 * process (clock ticks since boot) where the system shows it, and absent elsewhere.
 */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startedAt?: string;
}

/** The identity of a running process. A process that is gone gets one that is not alive. */
export function identityOf(pid: number): ProcessIdentity {
  const startedAt = readProcStat(pid)?.startedAt;
  return startedAt === undefined ? { pid } : { pid, startedAt };
}

/** Whether the process still runs. One that has ended and only waits to be reaped does not. */
export function isAlive(identity: ProcessIdentity): boolean {
  if (!answersSignals(identity.pid)) return false;
  const now = readProcStat(identity.pid);
  if (now === undefined) return true;
  if (now.state === 'Z' || now.state === 'X') return false;
  return identity.startedAt === undefined || identity.startedAt === now.startedAt;
}

/** Reads an identity from untrusted JSON; undefined when it is none. */
export function parseIdentity(text: string): ProcessIdentity | undefined {
  try {
    const value = JSON.parse(text) as Partial<ProcessIdentity> | null;
    if (typeof value?.pid !== 'number' || !Number.isSafeInteger(value.pid) || value.pid <= 0)
      return undefined;
    return typeof value.startedAt === 'string'
      ? { pid: value.pid, startedAt: value.startedAt }
      : { pid: value.pid };
  } catch {
    return undefined;
  }
}

/** Name of the program that a process runs; empty when the system does not tell. */
export function programOf(pid: number): string {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
    if (process.platform === 'win32') {
      return execFileSync('tasklist', ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH'], { encoding: 'utf8' });
    }
    return execFileSync('ps', ['-o', 'comm=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
}

function answersSignals(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isErrno(error, 'EPERM');
  }
}

/** Fields 3 (state) and 22 (start time) of /proc/<pid>/stat; the name in field 2 may hold spaces and brackets. */
function readProcStat(pid: number): { readonly state: string; readonly startedAt: string } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, startedAt] = [fields[0], fields[19]];
    return state === undefined || startedAt === undefined ? undefined : { state, startedAt };
  } catch {
    return undefined;
  }
}

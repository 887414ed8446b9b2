import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { identityOf, isAlive, type ProcessIdentity } from '../home/process-identity.js';
import type { ServerAccount } from './server-account.js';

/** A program to run as a server of its own: it outlives the process that started it until it is stopped. */
export interface ServerCommand {
  readonly file: string;
  readonly arguments: readonly string[];
  readonly workingDirectory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly account: ServerAccount;
  readonly logFile: string;
}

const LOG_LIMIT_BYTES = 4 * 1024 * 1024;
const POLL_MS = 20;

/**
 * Starts the program in a session of its own, so that Ctrl-C in a terminal reaches the product, which then stops
 * its servers in order, and not the servers themselves. Output goes to the log file.
 */
export function startServerProcess(command: ServerCommand): ChildProcess {
  if (existsSync(command.logFile) && statSync(command.logFile).size > LOG_LIMIT_BYTES)
    truncateSync(command.logFile);
  const log = openSync(command.logFile, 'a', 0o600);
  try {
    const { account } = command;
    const child = spawn(command.file, command.arguments, {
      cwd: command.workingDirectory,
      env: command.environment,
      detached: true,
      stdio: ['ignore', log, log],
      windowsHide: true,
      ...(account.kind === 'unprivileged' ? { uid: account.uid, gid: account.gid } : {}),
    });
    child.unref();
    return child;
  } finally {
    closeSync(log);
  }
}

/** Asks a server to stop and waits until it has; a server that does not is killed after `patienceMs`. */
export async function stopServerProcess(
  server: ProcessIdentity,
  stop: { readonly signal: NodeJS.Signals; readonly patienceMs: number },
): Promise<void> {
  signalIfAlive(server, stop.signal);
  if (await hasEnded(server, stop.patienceMs)) return;
  signalIfAlive(server, 'SIGKILL');
  await hasEnded(server, stop.patienceMs);
}

/** Sends a signal unless the process is gone. */
export function signalIfAlive(server: ProcessIdentity, signal: NodeJS.Signals): void {
  try {
    if (isAlive(server)) process.kill(server.pid, signal);
  } catch {
    // It ended in between, or belongs to another user: either way there is nothing to stop.
  }
}

/** Waits until the process is gone; false when it still runs after `patienceMs`. */
export async function hasEnded(server: ProcessIdentity, patienceMs: number): Promise<boolean> {
  const deadline = performance.now() + patienceMs;
  while (isAlive(server)) {
    if (performance.now() > deadline) return false;
    await delay(POLL_MS);
  }
  return true;
}

/** The identity of a child that was just started; undefined when it could not be started at all. */
export function identityOfChild(child: ChildProcess): ProcessIdentity | undefined {
  return child.pid === undefined ? undefined : identityOf(child.pid);
}

/** The last lines of a server's log, to be shown with an error. */
export function logTail(logFile: string, lines = 5): string {
  if (!existsSync(logFile)) return '';
  return readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
}

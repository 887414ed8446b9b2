/**
 * A server (PostgreSQL or Redis) that belongs to one home and is shared by all processes with that home.
 *
 * - The first process starts it and writes a run file: port and process. Later ones read the file and attach.
 * - Every user has a lease: a file that names its process. The last one to leave stops the server, whoever
 *   started it. Leases of processes that were killed do not count.
 * - The server survives a starter that was killed; the next process attaches to it.
 * - Every user watches the server and, should it die, one of them starts it again on the same port, so that
 *   connection URLs stay valid for as long as anybody uses them.
 *
 * Starting, attaching, leaving and stopping happen under one lock per server.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { readIfPresent, replaceFile } from '../home/durable-file.js';
import { identityOf, isAlive, parseIdentity, type ProcessIdentity } from '../home/process-identity.js';
import { withProcessLock } from '../home/process-lock.js';
import { EngineError, reasonOf } from './engine-error.js';
import type { EngineLog } from './engine-log.js';
import { freeLoopbackPort } from './free-port.js';
import { liveLeases, takeLease } from './leases.js';
import {
  hasEnded,
  identityOfChild,
  logTail,
  type ServerCommand,
  signalIfAlive,
  startServerProcess,
  stopServerProcess,
} from './server-process.js';

/** What differs between the servers. */
export interface PrivateServerKind {
  readonly name: 'postgres' | 'redis';
  /** As people call it. */
  readonly title: string;
  readonly runDirectory: string;
  readonly logFile: string;
  readonly stopSignal: NodeJS.Signals;
  /** Makes data and settings ready for a start on this port. Called under the lock, with no server running. */
  prepare(port: number): Promise<ServerCommand>;
  /** The process that holds the data now though no run file tells of it, and its port. */
  findStray(): { readonly server: ProcessIdentity; readonly port: number } | undefined;
  /** Whether our server, and no stranger, answers on the port and takes work. */
  isReady(port: number): Promise<boolean>;
}

/** A server that this process may use until it closes it. */
export interface PrivateServer {
  readonly port: number;
  /** True when this process started it, false when it was running already. */
  readonly isStarter: boolean;
  /** Gives up the lease; the last user stops the server and waits until it has stopped. */
  close(): Promise<void>;
}

interface RunningServer {
  readonly server: ProcessIdentity;
  readonly port: number;
}

const START_PATIENCE_MS = 60_000;
const STOP_PATIENCE_MS = 30_000;
const PROBE_INTERVAL_MS = 25;
const WATCH_INTERVAL_MS = 1_000;
const START_ATTEMPTS = 5;
const RESTART_PAUSE_MS = 200;

/**
 * Attaches to the home's server of this kind, or starts it. The lease is in the name of `user`: this process, or
 * one that outlives it, for which somebody else then ends the server. Throws EngineError.
 */
export async function openPrivateServer(
  kind: PrivateServerKind,
  log: EngineLog,
  user: ProcessIdentity = identityOf(process.pid),
): Promise<PrivateServer> {
  const paths = runPaths(kind);
  const { running, isStarter, giveUp } = await withProcessLock(paths.lock, async () => {
    const attached = await attach(kind, paths.runFile);
    const running = attached ?? (await start(kind, paths.runFile));
    return { running, isStarter: attached === undefined, giveUp: takeLease(paths.leases, user) };
  });
  log.info(`${kind.title} ${isStarter ? 'started' : 'found running'} on 127.0.0.1:${running.port}.`);
  return hold(kind, log, { paths, giveUp, running, isStarter, isOurs: user.pid === process.pid });
}

interface RunPaths {
  readonly runFile: string;
  readonly leases: string;
  readonly lock: string;
}

function runPaths(kind: PrivateServerKind): RunPaths {
  const at = (suffix: string): string => join(kind.runDirectory, `${kind.name}${suffix}`);
  return { runFile: at('.json'), leases: at('.users'), lock: at('.lock') };
}

interface HeldServer {
  readonly paths: RunPaths;
  readonly running: RunningServer;
  readonly isStarter: boolean;
  /** Whether the lease is in this process's own name. */
  readonly isOurs: boolean;
  readonly giveUp: () => void;
}

/** Keeps the lease, watches the server, and gives the lease up on close or when the process ends. */
function hold(kind: PrivateServerKind, log: EngineLog, held: HeldServer): PrivateServer {
  const { paths, giveUp } = held;
  let running = held.running;
  let closing: Promise<void> | undefined;
  let reviving = false;

  const revive = async (): Promise<void> => {
    reviving = true;
    try {
      running = await withProcessLock(paths.lock, async () => {
        if (closing !== undefined) return running;
        const found = await attach(kind, paths.runFile);
        if (found !== undefined) return found;
        log.warn(`${kind.title} is gone; starting it again.`);
        return start(kind, paths.runFile, running.port);
      });
    } catch (error) {
      log.warn(`${kind.title} could not be started again: ${reasonOf(error)}`);
    } finally {
      reviving = false;
    }
  };
  const watch = setInterval(() => {
    if (!reviving && closing === undefined && !isAlive(running.server)) void revive();
  }, WATCH_INTERVAL_MS);
  watch.unref();

  // The process ends without having closed: there is no time to wait, but the server can be told.
  const onExit = (): void => {
    giveUp();
    if (liveLeases(paths.leases).length === 0) signalIfAlive(running.server, kind.stopSignal);
  };
  if (held.isOurs) process.once('exit', onExit);

  const leave = async (): Promise<void> => {
    clearInterval(watch);
    await withProcessLock(paths.lock, async () => {
      process.off('exit', onExit);
      giveUp();
      if (liveLeases(paths.leases).length > 0) return;
      await stopServerProcess(running.server, { signal: kind.stopSignal, patienceMs: STOP_PATIENCE_MS });
      rmSync(paths.runFile, { force: true });
      log.info(`${kind.title} stopped.`);
    });
  };
  return {
    port: running.port,
    isStarter: held.isStarter,
    close: () => (closing ??= leave()),
  };
}

/** The server that runs already, once it is ready; undefined when there is none, or none of ours. */
async function attach(kind: PrivateServerKind, runFile: string): Promise<RunningServer | undefined> {
  const recorded = parseRunFile(readIfPresent(runFile));
  const running = recorded !== undefined && isAlive(recorded.server) ? recorded : kind.findStray();
  if (running === undefined) return undefined;
  const deadline = performance.now() + START_PATIENCE_MS;
  while (isAlive(running.server)) {
    if (await kind.isReady(running.port)) {
      writeRunFile(runFile, running);
      return running;
    }
    if (performance.now() > deadline) {
      throw new EngineError('engine-unreachable', {
        sentence: `${kind.title} runs as process ${running.server.pid} but does not answer on 127.0.0.1:${running.port}.`,
        remedy: `See ${kind.logFile}; if the process hangs, end it and start again.`,
      });
    }
    await delay(PROBE_INTERVAL_MS);
  }
  rmSync(runFile, { force: true });
  return undefined;
}

/** Starts the server; on a free port unless its users know it by one already. */
async function start(kind: PrivateServerKind, runFile: string, knownPort?: number): Promise<RunningServer> {
  let failure = '';
  for (let attempt = 1; attempt <= START_ATTEMPTS; attempt += 1) {
    const port = knownPort ?? (await freeLoopbackPort());
    const running = await launch(kind, runFile, port);
    if (await becomesReady(kind, running)) return running;
    failure = logTail(kind.logFile);
    await stopServerProcess(running.server, { signal: 'SIGKILL', patienceMs: STOP_PATIENCE_MS });
    rmSync(runFile, { force: true });
    // Somebody may have taken the port in between, or children of a killed server may still hold the data.
    await delay(RESTART_PAUSE_MS);
  }
  throw new EngineError('engine-unreachable', {
    sentence: `${kind.title} did not start. The end of its log:\n${failure}\n`,
    remedy: `See ${kind.logFile}.`,
  });
}

async function launch(kind: PrivateServerKind, runFile: string, port: number): Promise<RunningServer> {
  const command = await kind.prepare(port);
  const child = startServerProcess(command);
  const failed = new Promise<Error>((resolve) => child.once('error', resolve));
  const server = identityOfChild(child);
  if (server === undefined) {
    throw new EngineError('engine-missing', {
      sentence: `${command.file} cannot be run: ${reasonOf(await failed)}.`,
    });
  }
  const running = { server, port };
  writeRunFile(runFile, running);
  return running;
}

async function becomesReady(kind: PrivateServerKind, running: RunningServer): Promise<boolean> {
  const deadline = performance.now() + START_PATIENCE_MS;
  while (performance.now() < deadline) {
    if (await hasEnded(running.server, 0)) return false;
    if (await kind.isReady(running.port)) return true;
    await delay(PROBE_INTERVAL_MS);
  }
  return false;
}

function writeRunFile(runFile: string, { server, port }: RunningServer): void {
  replaceFile(runFile, JSON.stringify({ ...server, port }));
}

function parseRunFile(text: string | undefined): RunningServer | undefined {
  const server = text === undefined ? undefined : parseIdentity(text);
  if (text === undefined || server === undefined) return undefined;
  const { port } = JSON.parse(text) as { readonly port?: unknown };
  return typeof port === 'number' ? { server, port } : undefined;
}

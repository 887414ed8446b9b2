import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { isErrno } from '../../home/durable-file.js';
import { identityOf, type ProcessIdentity } from '../../home/process-identity.js';

/** One run of a test runner, however many processes it uses. */
export interface TestRun {
  /** The runner's main process: servers of the run are leased to it. */
  readonly runner: ProcessIdentity;
  /** Holds everything the run's servers need; deleted when the runner has ended. */
  readonly directory: string;
}

/**
 * The current test run. A keeper process of its own waits for the runner to end, by whatever means, then stops the
 * servers whose run files (`postgres.json`, `redis.json`) lie in the directory or one below, and deletes it.
 */
export function testRun(): TestRun {
  const runner = identityOf(runnerPid());
  const directory = join(
    tmpdir(),
    `torpor-test-${process.getuid?.() ?? 0}-${runner.pid}-${runner.startedAt ?? 0}`,
  );
  if (isCreatedNow(directory)) startKeeper(runner, directory);
  return { runner, directory };
}

/** The parent of a forked vitest worker; this process itself elsewhere. */
function runnerPid(): number {
  const isForkedWorker = process.env['VITEST_WORKER_ID'] !== undefined && isMainThread;
  return isForkedWorker ? process.ppid : process.pid;
}

function isCreatedNow(directory: string): boolean {
  try {
    mkdirSync(directory, { mode: 0o700 });
    return true;
  } catch (error) {
    if (isErrno(error, 'EEXIST')) return false;
    throw error;
  }
}

/** Plain JavaScript, because it is handed to a bare `node`. */
const KEEPER = `
  const { readdirSync, readFileSync, rmSync } = require('node:fs');
  const { join } = require('node:path');
  const [runnerPid, runnerStart, directory] = process.argv.slice(1);
  const startOf = (pid) => {
    try {
      const stat = readFileSync('/proc/' + pid + '/stat', 'latin1');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return fields[0] === 'Z' ? undefined : fields[19];
    } catch {
      return undefined;
    }
  };
  const lives = ({ pid, startedAt }) => {
    try {
      process.kill(pid, 0);
    } catch (error) {
      if (error.code !== 'EPERM') return false;
    }
    return !startedAt || startOf(pid) === startedAt;
  };
  const servers = () => {
    const isRunFile = (name) => /^(postgres|redis)\\.json$/.test(name);
    const folders = [directory, ...readdirSync(directory).map((name) => join(directory, name))];
    return folders.flatMap((folder) => {
      try {
        return readdirSync(folder).filter(isRunFile).map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));
      } catch {
        return [];
      }
    });
  };
  const finish = (left, attempts) => {
    if (!left.some(lives) || attempts === 0) rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
    else setTimeout(() => finish(left, attempts - 1), 50);
  };
  const watch = setInterval(() => {
    if (lives({ pid: Number(runnerPid), startedAt: runnerStart })) return;
    clearInterval(watch);
    const left = servers().filter(lives);
    for (const { pid } of left) process.kill(pid, 'SIGINT');
    finish(left, 200);
  }, 200);
`;

function startKeeper(runner: ProcessIdentity, directory: string): void {
  const keeper = spawn(
    process.execPath,
    ['-e', KEEPER, String(runner.pid), runner.startedAt ?? '', directory],
    {
      detached: true,
      stdio: 'ignore',
      cwd: tmpdir(),
    },
  );
  keeper.unref();
}

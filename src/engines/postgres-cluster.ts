import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { createFileOnce, readIfPresent } from '../home/durable-file.js';
import { identityOf, isAlive, type ProcessIdentity, programOf } from '../home/process-identity.js';
import { EngineError } from './engine-error.js';
import { type PostgresBinaries, program } from './postgres-binaries.js';
import { isOpenToAll, type ServerAccount } from './server-account.js';

/** The one role and the one database of an embedded cluster. */
export const CLUSTER_ROLE = 'torpor';

/** Environment of `initdb` and `postgres`: nothing of the caller's, so that no PG* variable leaks in. */
export const SERVER_ENVIRONMENT: Readonly<Record<string, string>> = {
  LC_ALL: 'C',
  TZ: 'UTC',
  PATH: '/usr/bin:/bin',
  ...(process.platform === 'win32' ? { SystemRoot: process.env['SystemRoot'] ?? 'C:\\Windows' } : {}),
};

/** The files of one cluster. */
export interface ClusterPaths {
  readonly directory: string;
  readonly data: string;
  readonly logFile: string;
  readonly passwordFile: string;
}

export function clusterPaths(directory: string): ClusterPaths {
  const at = (name: string): string => join(directory, name);
  return { directory, data: at('data'), logFile: at('server.log'), passwordFile: at('password') };
}

/** Password of the cluster's role: generated once, kept beside the data, mode 0600. */
export function clusterPassword(paths: ClusterPaths): string {
  return createFileOnce(paths.passwordFile, `${randomBytes(24).toString('base64url')}\n`).trim();
}

/** Major version that wrote the data, or undefined when there is no cluster yet. */
export function clusterMajor(paths: ClusterPaths): number | undefined {
  const major = Number(readIfPresent(join(paths.data, 'PG_VERSION'))?.trim());
  return Number.isInteger(major) && major > 0 ? major : undefined;
}

/**
 * Creates the cluster under another name and gives it its own when it is complete: a start that was interrupted
 * leaves a draft, which the next one deletes, and never half a cluster. Call it under the home's lock.
 */
export async function createCluster(
  paths: ClusterPaths,
  binaries: PostgresBinaries,
  account: ServerAccount,
): Promise<void> {
  for (const name of readdirSync(paths.directory)) {
    if (name.startsWith('draft-')) rmSync(join(paths.directory, name), { recursive: true, force: true });
  }
  const suffix = randomBytes(4).toString('hex');
  const draft = join(paths.directory, `draft-${suffix}`);
  const passwordFile = join(paths.directory, `draft-${suffix}.password`);
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(passwordFile, `${clusterPassword(paths)}\n`, { mode: 0o600 });
  if (account.kind === 'unprivileged') {
    for (const path of [draft, passwordFile]) chownSync(path, account.uid, account.gid);
  }
  await runInitdb(binaries, account, { draft, passwordFile });
  rmSync(passwordFile, { force: true });
  rmSync(paths.data, { recursive: true, force: true });
  renameSync(draft, paths.data);
}

/**
 * How the account names a data directory. Root's own directories are closed to the account the server runs as.
 * On Linux the server is started inside its data directory and reaches it through the kernel's link to it, which
 * needs no right to pass the directories above. Elsewhere the path itself must be open.
 */
export function dataDirectoryFor(account: ServerAccount, directory: string): string {
  if (account.kind === 'this-user') return directory;
  if (process.platform === 'linux') return '/proc/self/cwd';
  if (isOpenToAll(join(directory, '..'))) return directory;
  throw new EngineError('engine-missing', {
    sentence: `PostgreSQL does not run as root, and other accounts cannot reach ${directory}.`,
    remedy: 'Run as an ordinary user, or set TORPOR_HOME to a directory that every user may enter.',
  });
}

async function runInitdb(
  binaries: PostgresBinaries,
  account: ServerAccount,
  { draft, passwordFile }: { readonly draft: string; readonly passwordFile: string },
): Promise<void> {
  const password = openSync(passwordFile, 'r');
  const isDescriptorNamed = account.kind === 'unprivileged' && process.platform === 'linux';
  const settings = ['--username', CLUSTER_ROLE, '--auth=scram-sha-256', '--encoding=UTF8', '--no-locale'];
  const child = spawn(
    join(binaries.directory, program('initdb')),
    [
      `--pgdata=${dataDirectoryFor(account, draft)}`,
      `--pwfile=${isDescriptorNamed ? '/proc/self/fd/3' : passwordFile}`,
      ...settings,
      '--no-sync',
      '--no-instructions',
    ],
    {
      cwd: draft,
      env: SERVER_ENVIRONMENT,
      stdio: ['ignore', 'ignore', 'pipe', password],
      ...(account.kind === 'unprivileged' ? { uid: account.uid, gid: account.gid } : {}),
    },
  );
  let complaint = '';
  child.stderr?.on('data', (chunk: Buffer) => (complaint += chunk.toString('utf8')));
  const failure = await new Promise<string | undefined>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code) => resolve(code === 0 ? undefined : complaint.trim()));
  });
  closeSync(password);
  if (failure === undefined) return;
  throw new EngineError('engine-unreachable', {
    sentence: `PostgreSQL could not create its data directory: ${failure}.`,
    remedy: 'Check free space and permissions of the directory.',
  });
}

/**
 * The server that holds the data according to its own lock file. PostgreSQL itself clears the file of a server
 * that was killed, unless the number has been given to another process, or to one that nobody has reaped, as
 * happens in containers: such a file is removed here.
 */
export function serverHolding(paths: ClusterPaths): { server: ProcessIdentity; port: number } | undefined {
  const lockFile = join(paths.data, 'postmaster.pid');
  const [pid, , , port] = (readIfPresent(lockFile) ?? '').split('\n').map(Number);
  if (pid === undefined || !Number.isInteger(pid) || pid <= 0) return undefined;
  const server = identityOf(pid);
  if (isAlive(server) && /postgres/.test(programOf(pid))) return port ? { server, port } : undefined;
  if (existsSync(`/proc/${pid}`) || isAlive(server)) rmSync(lockFile, { force: true });
  return undefined;
}

/** Keeps the data as PostgreSQL demands it after a copy or a restore: entered by its owner alone. */
export function closeDataDirectory(paths: ClusterPaths): void {
  chmodSync(paths.data, 0o700);
}

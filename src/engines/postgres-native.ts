/**
 * The embedded PostgreSQL is an npm package of native programs. Packages cannot carry symbolic links, so it
 * lists the ones its libraries need (`native/pg-symlinks.json`) and they are made here before the first start.
 * Where the package cannot be written to, or lies where the server's account cannot read it (below a home
 * directory of mode 0700 while root starts the server as somebody else), the programs are copied once.
 */
import { randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { isErrno } from '../home/durable-file.js';
import type { Environment } from '../home/torpor-home.js';
import { isOpenToAll, type ServerAccount } from './server-account.js';

interface NativeLink {
  readonly source: string;
  readonly target: string;
}

/** A `native` directory from which this account can run the programs, or undefined when there is no such place. */
export async function runnableNative(
  packageRoot: string,
  account: ServerAccount,
  env: Environment,
): Promise<string | undefined> {
  const native = join(packageRoot, 'native');
  if (!existsSync(native)) return undefined;
  const readable =
    account.kind === 'this-user' || (isOpenToAll(join(native, 'bin')) && isOpenToAll(join(native, 'lib')));
  if (readable && linkLibraries(packageRoot)) return native;
  const copy = cachedCopy(packageRoot, env);
  return copy === undefined ? undefined : join(copy, 'native');
}

/** Makes the links that are missing; other processes may do the same. False when the directory is read-only. */
function linkLibraries(packageRoot: string): boolean {
  for (const { source, target } of listedLinks(packageRoot)) {
    const link = join(packageRoot, target);
    if (lstatSync(link, { throwIfNoEntry: false }) !== undefined) continue;
    try {
      symlinkSync(basename(source), link);
    } catch (error) {
      if (isErrno(error, 'EEXIST')) continue;
      if (isErrno(error, 'EACCES', 'EPERM', 'EROFS')) return false;
      throw error;
    }
  }
  return true;
}

function listedLinks(packageRoot: string): readonly NativeLink[] {
  const list = join(packageRoot, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return [];
  const links = JSON.parse(readFileSync(list, 'utf8')) as readonly NativeLink[];
  return links.filter(({ source, target }) => dirname(source) === dirname(target) && !target.includes('..'));
}

/** A copy of the package's programs in a cache, made under another name first so that no part of one is used. */
function cachedCopy(packageRoot: string, env: Environment): string | undefined {
  const manifest = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as {
    readonly name: string;
    readonly version: string;
  };
  const name = `${basename(manifest.name)}-${manifest.version}`;
  for (const cache of cacheDirectories(env)) {
    const finished = join(cache, name);
    if (existsSync(finished)) return finished;
    const draft = `${finished}.${process.pid}-${randomBytes(4).toString('hex')}.draft`;
    try {
      cpSync(join(packageRoot, 'native'), join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
      openForReading(draft);
      linkLibraries(draft);
      renameSync(draft, finished);
      return finished;
    } catch (error) {
      rmSync(draft, { recursive: true, force: true });
      if (existsSync(finished)) return finished;
      if (!isErrno(error, 'ENOSPC', 'EACCES', 'EPERM', 'EROFS')) throw error;
    }
  }
  return undefined;
}

/** Directories for copies that nobody but this user can write to, best first. */
function* cacheDirectories(env: Environment): Generator<string> {
  const user = process.getuid?.();
  const wanted =
    user === 0
      ? ['/var/cache/torpor', join(tmpdir(), 'torpor-cache-0')]
      : [
          join(env['XDG_CACHE_HOME'] || join(env['HOME'] || homedir(), '.cache'), 'torpor'),
          join(tmpdir(), `torpor-cache-${user ?? 'user'}`),
        ];
  for (const directory of wanted) {
    try {
      if (mkdirSync(directory, { recursive: true }) !== undefined) chmodSync(directory, 0o755);
      accessSync(directory, constants.W_OK);
    } catch {
      continue;
    }
    const { uid, mode } = statSync(directory);
    if (user !== undefined && (uid !== user || (mode & 0o022) !== 0)) continue;
    if (user === 0 && !isOpenToAll(directory)) continue;
    yield directory;
  }
}

/** Gives everybody what the owner has, save writing: the package may have been unpacked under a strict umask. */
function openForReading(path: string): void {
  const state = lstatSync(path);
  if (state.isSymbolicLink()) return;
  const isOpenable = state.isDirectory() || (state.mode & 0o100) !== 0;
  chmodSync(path, isOpenable ? 0o755 : 0o644);
  if (state.isDirectory()) for (const name of readdirSync(path)) openForReading(join(path, name));
}

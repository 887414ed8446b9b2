import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';

/** Readable and writable by the owner alone. */
export const SECRET_FILE_MODE = 0o600;

/** Replaces a file whole: a reader, or a crash, sees the old content or the new one and never a part. */
export function replaceFile(path: string, content: string, mode: number = SECRET_FILE_MODE): void {
  const draft = writeDraft(path, content, mode);
  try {
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/**
 * Creates a file with this content unless it exists, and returns what it holds: of several processes that try
 * at once, all get the content of the one that was first.
 */
export function createFileOnce(path: string, content: string, mode: number = SECRET_FILE_MODE): string {
  const existing = readIfPresent(path);
  if (existing !== undefined) return existing;
  const draft = writeDraft(path, content, mode);
  try {
    publish(draft, path);
    return content;
  } catch (error) {
    const winner = readIfPresent(path);
    if (winner !== undefined) return winner;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** The content of a file, or undefined when there is none. */
export function readIfPresent(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** Whether an error of the file system carries this code. */
export function isErrno(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}

/** Gives the draft its name unless the name is taken. Some file systems (FAT, some mounts) have no hard links. */
function publish(draft: string, path: string): void {
  try {
    linkSync(draft, path);
  } catch (error) {
    if (!isErrno(error, 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS')) throw error;
    copyFileSync(draft, path, constants.COPYFILE_EXCL);
  }
}

function writeDraft(path: string, content: string, mode: number): string {
  const draft = `${path}.${process.pid}-${randomBytes(4).toString('hex')}.draft`;
  const descriptor = openSync(draft, 'wx', mode);
  try {
    writeSync(descriptor, content);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  chmodSync(draft, mode);
  return draft;
}

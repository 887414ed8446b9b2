import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * As whom a server runs. PostgreSQL refuses to run as the superuser, so root starts it as an account without
 * rights: the one that owns the data already, or the kernel's overflow account, which every system has.
 */
export type ServerAccount =
  | { readonly kind: 'this-user' }
  | { readonly kind: 'unprivileged'; readonly uid: number; readonly gid: number };

/** "nobody" of the kernel: the number that foreign ids map to. Source: Linux, /proc/sys/kernel/overflowuid. */
export const OVERFLOW_ID = 65_534;

/** The account for a server whose data is, or will be, in this directory. */
export function accountFor(dataDirectory: string): ServerAccount {
  if (process.getuid?.() !== 0) return { kind: 'this-user' };
  const owner = statSync(dataDirectory, { throwIfNoEntry: false });
  return owner === undefined || owner.uid === 0
    ? { kind: 'unprivileged', uid: OVERFLOW_ID, gid: OVERFLOW_ID }
    : { kind: 'unprivileged', uid: owner.uid, gid: owner.gid };
}

/** Whether every user may enter the directory and all above it, so that an account without rights can. */
export function isOpenToAll(directory: string): boolean {
  const READ_AND_ENTER = 0o005;
  const ENTER = 0o001;
  let path = resolve(directory);
  if (((statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & READ_AND_ENTER) !== READ_AND_ENTER)
    return false;
  while (path !== dirname(path)) {
    path = dirname(path);
    if (((statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & ENTER) !== ENTER) return false;
  }
  return true;
}

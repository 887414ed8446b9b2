import { createHmac, timingSafeEqual } from 'node:crypto';

/** Links to the serial log carry their own right to it, for a time, as links to blobs do. */
export interface SerialLogLink {
  readonly vmId: string;
  /** Seconds since the epoch. */
  readonly expiresAt: number;
}

export const SERIAL_LOG_PATH = '/bootDiagnostics';

/** `key`: the secret of the VM, which leaves the server in no other form. */
export function serialLogPath({ vmId, expiresAt }: SerialLogLink, key: string): string {
  return `${SERIAL_LOG_PATH}/${vmId}/serialConsole.log?se=${expiresAt}&sig=${signature({ vmId, expiresAt }, key)}`;
}

/** Whether a signature is the one of the link, and the link has not expired. `nowMs`: real time. */
export function isValidLink(link: SerialLogLink, given: string, key: string, nowMs: number): boolean {
  const wanted = Buffer.from(signature(link, key));
  const offered = Buffer.from(given);
  const isGenuine = wanted.length === offered.length && timingSafeEqual(wanted, offered);
  return isGenuine && nowMs < link.expiresAt * 1_000;
}

function signature({ vmId, expiresAt }: SerialLogLink, key: string): string {
  return createHmac('sha256', key).update(`${vmId} ${expiresAt}`).digest('base64url');
}

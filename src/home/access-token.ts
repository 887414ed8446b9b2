import { randomBytes } from 'node:crypto';
import { chmodSync, statSync } from 'node:fs';
import { createFileOnce, SECRET_FILE_MODE } from './durable-file.js';
import { type Environment, HomeError, type TorporHome } from './torpor-home.js';

/** Strength of a generated token. Unit: bytes. */
const TOKEN_BYTES = 32;

/** A token travels in an HTTP header: visible ASCII characters only. */
const TOKEN_SHAPE = /^[\x21-\x7e]+$/;

/**
 * The bearer token that clients of this installation present: `TORPOR_TOKEN` when it is set, otherwise the one
 * generated at the first call (base64url) and kept in the home, mode 0600. Throws HomeError on a malformed one.
 */
export function accessToken(home: TorporHome, env: Environment = process.env): string {
  const given = env['TORPOR_TOKEN'];
  if (given) return checked(given, 'TORPOR_TOKEN', 'Set it to visible ASCII characters without spaces.');
  const stored = createFileOnce(home.tokenFile, `${randomBytes(TOKEN_BYTES).toString('base64url')}\n`);
  if ((statSync(home.tokenFile).mode & 0o077) !== 0) chmodSync(home.tokenFile, SECRET_FILE_MODE);
  return checked(stored.trim(), home.tokenFile, 'Delete the file; the next start writes a new one.');
}

function checked(token: string, source: string, remedy: string): string {
  if (TOKEN_SHAPE.test(token)) return token;
  throw new HomeError(
    `The access token in ${source} is empty or has characters that no header can carry.`,
    remedy,
  );
}

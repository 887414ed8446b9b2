import { createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import type { StoredSecret } from '../../persistence/principal.repository.js';

/** Cost of one check; about 50 ms of one core. Source: RFC 7914, parameters for interactive use. */
const COST = { N: 2 ** 14, r: 8, p: 1 } as const;
const HASH_BYTES = 32;
const SALT_BYTES = 16;

/** Strength of a generated secret. Unit: bytes. */
const SECRET_BYTES = 30;

/** Shortest secret that may be given. Unit: characters. */
export const MIN_SECRET_LENGTH = 16;
export const MAX_SECRET_LENGTH = 256;

/** A secret that is hard to guess: 40 characters of base64url. */
export function generateSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}

/** What is stored of a secret. */
export async function hashSecret(secret: string): Promise<StoredSecret> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(secret, salt);
  return {
    salt: salt.toString('base64url'),
    hash: hash.toString('base64url'),
    createdAt: new Date().toISOString(),
  };
}

/** Stands in for the secret of a client that does not exist: checking against it takes as long and fails. */
const NOBODYS: StoredSecret = {
  salt: randomBytes(SALT_BYTES).toString('base64url'),
  hash: randomBytes(HASH_BYTES).toString('base64url'),
  createdAt: '',
};

/** Whether a secret is the stored one. With nothing stored the answer takes as long and is no. */
export async function isSecret(secret: string, stored: StoredSecret | null | undefined): Promise<boolean> {
  const { salt, hash } = stored ?? NOBODYS;
  const presented = await derive(secret, Buffer.from(salt, 'base64url'));
  return (
    timingSafeEqual(presented, Buffer.from(hash, 'base64url')) && stored !== null && stored !== undefined
  );
}

/** Compares two texts without telling by the time taken where they differ. */
export function isSameText(left: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text, 'utf8').digest();
  return timingSafeEqual(digest(left), digest(right));
}

function derive(secret: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(secret, salt, HASH_BYTES, COST, (error, key) => (error === null ? resolve(key) : reject(error)));
  });
}

import { refusal } from '#libs/refusal';
import { RefusalError } from '../errors/refusal-error.js';
import { findProfile, type StoredProfile } from '../persistence/guest-profile.repository.js';
import type { Sql } from '../persistence/sql.js';

/** Throws `RefusalError` profile-not-found. */
export async function requireProfile(sql: Sql, name: string, lock = false): Promise<StoredProfile> {
  const found = await findProfile(sql, name, lock);
  if (found === undefined) throw new RefusalError(refusal('profile-not-found', `guest profile ${name}`));
  return found;
}

/** Throws `RefusalError` profile-built-in. */
export function requireOwn({ isBuiltIn, profile }: StoredProfile): void {
  if (isBuiltIn) throw new RefusalError(refusal('profile-built-in', `guest profile ${profile.name}`));
}

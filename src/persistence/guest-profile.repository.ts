import type { GuestProfile } from '#libs/linux-guest';
import { row, rows, touched, type Sql } from './sql.js';

export interface StoredProfile {
  readonly isBuiltIn: boolean;
  readonly profile: GuestProfile;
}

const SELECT = 'select is_built_in as "isBuiltIn", document as profile from guest_profile';

/** A profile by its name in any letter case; locked until the transaction ends when `lock` is set. */
export async function findProfile(sql: Sql, name: string, lock = false): Promise<StoredProfile | undefined> {
  return row<StoredProfile>(sql, `${SELECT} where lower(name) = lower($1) ${lock ? 'for update' : ''}`, [
    name,
  ]);
}

export async function listProfiles(sql: Sql): Promise<readonly StoredProfile[]> {
  return rows<StoredProfile>(sql, `${SELECT} order by lower(name)`);
}

/** False when the name is taken, in whatever letter case. */
export async function insertProfile(sql: Sql, { profile, isBuiltIn }: StoredProfile): Promise<boolean> {
  const made = await touched(
    sql,
    `insert into guest_profile (name, is_built_in, document) values ($1, $2, $3)
     on conflict do nothing returning 1`,
    [profile.name, isBuiltIn, JSON.stringify(profile)],
  );
  return made === 1;
}

export async function replaceProfile(sql: Sql, { profile, isBuiltIn }: StoredProfile): Promise<void> {
  await sql.query('update guest_profile set document = $3, is_built_in = $2 where lower(name) = lower($1)', [
    profile.name,
    isBuiltIn,
    JSON.stringify(profile),
  ]);
}

/** VMs have a copy of their profile and keep it. False when there was none of this name. */
export async function deleteProfile(sql: Sql, name: string): Promise<boolean> {
  return (
    (await touched(sql, 'delete from guest_profile where lower(name) = lower($1) returning 1', [name])) > 0
  );
}

import type { DataSource } from 'typeorm';
import { GUEST_PROFILES } from '#libs/linux-guest';
import { insertProfile, replaceProfile } from '../persistence/guest-profile.repository.js';

/** Brings the profiles that come with the product into the database. Safe to repeat, also by several processes at once. */
export async function seedBuiltInProfiles(dataSource: DataSource): Promise<void> {
  await dataSource.transaction(async (sql) => {
    for (const profile of GUEST_PROFILES) {
      const stored = { profile, isBuiltIn: true };
      if (!(await insertProfile(sql, stored))) await replaceProfile(sql, stored);
    }
  });
}

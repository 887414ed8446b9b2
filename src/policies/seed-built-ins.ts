import type { DataSource } from 'typeorm';
import { BUILT_IN_POLICIES } from '#libs/guid-policy';
import { activateFirstPolicy, insertPolicy, replacePolicy } from '../persistence/guid-policy.repository.js';

/**
 * Brings the policies that come with the product into the database and, the first time, puts `azure` in force
 * for the server. Safe to repeat, also by several processes at once.
 */
export async function seedBuiltInPolicies(dataSource: DataSource): Promise<void> {
  await dataSource.transaction(async (sql) => {
    for (const { name, ...document } of Object.values(BUILT_IN_POLICIES)) {
      const policy = { name, isBuiltIn: true, document };
      if (!(await insertPolicy(sql, policy))) await replacePolicy(sql, policy);
    }
    await activateFirstPolicy(sql, BUILT_IN_POLICIES.azure.name);
  });
}

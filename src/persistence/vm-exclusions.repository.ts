import type { Sql } from './sql.js';

/** Brings the exclusion for shared disks (AZURE-15) in line with the disks that a VM has now. */
export async function refreshSharedDiskExclusion(sql: Sql, vmId: string): Promise<void> {
  await sql.query(
    `update virtual_machine set exclusions = (exclusions - 'shared disk') ||
        case when exists (select 1 from disk where vm_id = $1 and (properties ->> 'maxShares')::integer > 1)
             then '["shared disk"]'::jsonb else '[]'::jsonb end
      where id = $1`,
    [vmId],
  );
}

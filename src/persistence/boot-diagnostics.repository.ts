import type { Verdict } from '#libs/vm-operations';
import { row, type Sql } from './sql.js';
import type { VmName } from './vm-facts.repository.js';

/** The secret that signs links to the diagnostics of a VM, and whether they are enabled. */
export interface DiagnosticsKey {
  readonly vmId: string;
  readonly key: string;
  readonly isEnabled: boolean;
}

const SELECT_KEY = `
  select vm.id as "vmId", vm.diagnostics_key as key,
         coalesce((vm.spec #>> '{properties,diagnosticsProfile,bootDiagnostics,enabled}')::boolean, false)
           as "isEnabled"
    from virtual_machine vm`;

export async function findDiagnosticsKey(
  sql: Sql,
  { subscriptionId, groupName, vmName }: VmName,
): Promise<DiagnosticsKey | undefined> {
  return row<DiagnosticsKey>(
    sql,
    `${SELECT_KEY} join resource_group g on g.id = vm.group_id
      where g.subscription_id = $1 and g.name_key = lower($2) and vm.name_key = lower($3)`,
    [subscriptionId, groupName, vmName],
  );
}

/** What the console of a VM has shown, as far as verdicts remember it. */
export interface StoredConsole extends DiagnosticsKey {
  readonly hibernation: Verdict | null;
  readonly start: Verdict | null;
}

export async function findConsole(sql: Sql, vmId: string): Promise<StoredConsole | undefined> {
  return row<StoredConsole>(
    sql,
    `select k.*, vm.last_hibernation as hibernation, vm.verdict as start
       from (${SELECT_KEY}) k join virtual_machine vm on vm.id = k."vmId" where vm.id = $1`,
    [vmId],
  );
}

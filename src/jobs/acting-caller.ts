import type { Refusal } from '#libs/refusal';
import { forbidden } from '../authorization/forbidden.js';
import { ALL_RIGHTS, Rights } from '../authorization/rights.js';
import { scopeKey } from '../authorization/scope.js';
import { DEVELOPMENT_PRINCIPAL } from '../identity/development-principal.js';
import type { Caller } from '../identity/token-verifier.js';
import type { JobAction } from '../persistence/job.repository.js';
import { loadGrants } from '../persistence/role-assignment.repository.js';
import type { Sql } from '../persistence/sql.js';

/** What a role must allow for an action of a job on a VM. Hibernating is a deallocation (ARM-21). */
const RIGHTS_NEEDED: Readonly<Record<JobAction, string>> = {
  start: 'Microsoft.Compute/virtualMachines/start/action',
  deallocate: 'Microsoft.Compute/virtualMachines/deallocate/action',
  hibernate: 'Microsoft.Compute/virtualMachines/deallocate/action',
  powerOff: 'Microsoft.Compute/virtualMachines/powerOff/action',
  restart: 'Microsoft.Compute/virtualMachines/restart/action',
  delete: 'Microsoft.Compute/virtualMachines/delete',
};

/** What a caller may do now, as the role assignments say. */
export async function rightsNow(sql: Sql, caller: Caller): Promise<Rights> {
  const isOwner = caller.kind === 'access-token' || caller.principalId === DEVELOPMENT_PRINCIPAL.principalId;
  return isOwner ? ALL_RIGHTS : new Rights((await loadGrants(sql, caller.principalId)).grants);
}

/** Why a caller may not have this done to a VM; `undefined` when it may. */
export function actionRefusal(
  caller: Caller,
  rights: Rights,
  action: JobAction,
  vmId: string,
): Refusal | undefined {
  const needed = RIGHTS_NEEDED[action];
  return rights.allows(needed, scopeKey(vmId))
    ? undefined
    : forbidden(caller, { action: needed, scope: vmId }).refusal;
}

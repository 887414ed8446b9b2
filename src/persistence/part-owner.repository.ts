import { refusal, type Refusal } from '#libs/refusal';
import type { VmState } from '#libs/vm-lifecycle';
import { RefusalError } from '../errors/refusal-error.js';
import { row, type Sql } from './sql.js';
import type { ArmName } from './vm-parts.repository.js';

/** The VM that has a disk or a NIC. */
export interface PartOwner {
  readonly vmId: string;
  readonly vmName: string;
  readonly size: string;
  readonly state: VmState;
  readonly claimedBy: string | null;
}

/** A disk or NIC that is locked together with the VM that has it. */
export interface LockedPart {
  readonly id: string;
  readonly owner?: PartOwner;
}

/**
 * Locks a disk or NIC until the transaction ends, and before it the VM that has it: VM first is the order in
 * which operations take them. Answers `undefined` when there is no such part. Throws generation-conflict when it
 * changes hands at that very moment.
 */
export async function lockPart(
  sql: Sql,
  table: 'disk' | 'network_interface',
  { subscriptionId, groupName, name }: ArmName,
): Promise<LockedPart | undefined> {
  const statement = `
    select p.id, p.vm_id as "vmId" from ${table} p join resource_group g on g.id = p.group_id
     where g.subscription_id = $1 and g.name_key = lower($2) and p.name_key = lower($3)`;
  const key = [subscriptionId, groupName, name];
  interface Found {
    readonly id: string;
    readonly vmId: string | null;
  }
  const before = await row<Found>(sql, statement, key);
  if (before === undefined) return undefined;
  const owner = before.vmId === null ? undefined : await lockVm(sql, before.vmId);
  const now = await row<Found>(sql, `${statement} for update of p`, key);
  if (now === undefined) return undefined;
  if (now.vmId !== (owner?.vmId ?? null)) {
    throw new RefusalError(
      refusal('generation-conflict', `${name} was given to or taken from a VM just now`),
    );
  }
  return owner === undefined ? { id: now.id } : { id: now.id, owner };
}

function lockVm(sql: Sql, vmId: string): Promise<PartOwner | undefined> {
  return row<PartOwner>(
    sql,
    `select id as "vmId", name as "vmName", size, state, claimed_by as "claimedBy"
       from virtual_machine where id = $1 for no key update`,
    [vmId],
  );
}

/** Why a part cannot change now: an operation has its VM, or the VM is hibernated (AZURE-25, AZURE-26). */
export function ownerRefusal(
  { vmName, state, claimedBy }: PartOwner,
  what: 'disks' | 'NICs',
): Refusal | undefined {
  if (claimedBy !== null) return refusal('vm-busy', `operation ${claimedBy} has VM ${vmName}`);
  if (state.kind !== 'hibernated') return undefined;
  return refusal('hibernated-vm-immutable', `VM ${vmName} is hibernated: its ${what} cannot change`, {
    rule: what === 'disks' ? 'AZURE-25' : 'AZURE-26',
  });
}

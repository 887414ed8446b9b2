import type { DataSource, EntityManager } from 'typeorm';
import { strikeOperation, type OperationSubject } from '#libs/platform-faults';
import { hostOf } from '#libs/vm-lifecycle';
import type { VmPipeline } from '#libs/vm-operations';
import { countStrikes, isAnyArmed, lockArmedFaults } from '../persistence/armed-fault.repository.js';
import { hostNameOf } from '../persistence/host.repository.js';
import { claimForOperation, setEffects, type Claim } from '../persistence/operation.repository.js';
import type { StoredVm } from '../persistence/vm-facts.repository.js';
import { emulatedNow, readClock } from './emulated-clock.js';

/**
 * Claims a VM for an operation, and in the same transaction lets the armed faults strike it that match: what is
 * counted has struck, and what has struck is counted (TORPOR-25). The VM is claimed first and the faults are locked
 * then, as in every other transaction, so that no two can wait for each other.
 */
export async function claimUnderFire(
  sql: DataSource | EntityManager,
  claim: Claim,
  stored: StoredVm,
  pipeline: VmPipeline,
): Promise<boolean> {
  const { id, subscriptionId, resourceId } = claim.operation;
  if (!(await isAnyArmed(sql, subscriptionId))) return claimForOperation(sql, claim);
  return sql.transaction(async (transaction) => {
    if (!(await claimForOperation(transaction, claim))) return false;
    const faults = await lockArmedFaults(transaction, subscriptionId, 'operation');
    const subject = await subjectOf(transaction, claim, stored);
    const considered = strikeOperation(faults, subject, pipeline);
    const nowMs = emulatedNow(await readClock(transaction), Date.now());
    await countStrikes(transaction, considered, { operationId: id, struck: resourceId, nowMs });
    const effects = considered.flatMap(({ effect }) => (effect === undefined ? [] : [effect]));
    if (effects.length > 0) await setEffects(transaction, id, effects);
    return true;
  });
}

async function subjectOf(
  sql: EntityManager,
  { operation }: Claim,
  { facts, groupName }: StoredVm,
): Promise<OperationSubject> {
  const { state } = facts.vm;
  const hostId = hostOf(state);
  const hostName = hostId === undefined ? undefined : await hostNameOf(sql, hostId);
  return {
    pipeline: operation.pipeline,
    vmId: operation.resourceId,
    groupName,
    sizeName: facts.size.name,
    ...(hostName === undefined ? {} : { hostName }),
    isHibernated: state.kind === 'hibernated',
  };
}

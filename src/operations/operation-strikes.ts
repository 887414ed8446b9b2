import type { DataSource } from 'typeorm';
import { guestFaultsOf, type OperationEffect, type StrikePort } from '#libs/platform-faults';
import type { VmFacts } from '#libs/vm-operations';
import { failExtensionsOf, failHostOf, isHolding } from '../persistence/armed-fault.repository.js';
import { isCancelRequested, type OperationRecord } from '../persistence/operation.repository.js';

/** What armed faults do to the world around one operation while it is driven. */
export class OperationStrikes implements StrikePort {
  constructor(
    private readonly database: DataSource,
    private readonly operation: Pick<OperationRecord, 'id' | 'vmId'>,
  ) {}

  /** Its VMs are taken off it as those of any host that fails: by the recovery of hosts. */
  failHost(): Promise<void> {
    return failHostOf(this.database, this.operation.vmId);
  }

  failExtension(message: string): Promise<void> {
    return failExtensionsOf(this.database, this.operation.vmId, message);
  }

  async holdOf(faultId: string): Promise<'held' | 'lifted' | 'cancelled'> {
    if (await isCancelRequested(this.database, this.operation.id)) return 'cancelled';
    return (await isHolding(this.database, faultId)) ? 'held' : 'lifted';
  }
}

/** The facts of a VM with the faults of guest and machine that are there as long as the operation. */
export function factsUnder(facts: VmFacts, effects: readonly OperationEffect[]): VmFacts {
  const staged = guestFaultsOf(effects);
  return staged.length === 0 ? facts : { ...facts, faults: [...facts.faults, ...staged] };
}

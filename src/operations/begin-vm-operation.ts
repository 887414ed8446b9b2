import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { refusal, type Refusal } from '#libs/refusal';
import { mayBegin, type VmChange } from '#libs/vm-lifecycle';
import type { VmFacts, VmPipeline } from '#libs/vm-operations';
import { RefusalError } from '../errors/refusal-error.js';
import { claimForOperation, type ProvisioningState } from '../persistence/operation.repository.js';
import {
  findStoredVm,
  type SizeLookup,
  type StoredVm,
  type VmName,
} from '../persistence/vm-facts.repository.js';
import { OperationRelay } from './operation-relay.js';
import { SIZE_LOOKUP } from './tokens.js';

export interface VmOperationRequest {
  readonly vm: VmName;
  readonly pipeline: VmPipeline;
  readonly change: VmChange | ((facts: VmFacts) => VmChange);
  /** The first reason not to do it, beyond the VM's state. */
  readonly refusal?: (facts: VmFacts) => Refusal | undefined;
  /** Further writes of the same transaction, once nothing speaks against the operation. */
  readonly alsoWrite?: (sql: EntityManager, stored: StoredVm) => Promise<void>;
  readonly jobId?: string;
}

export interface AcceptedOperation {
  readonly operationId: string;
  readonly vmId: string;
  readonly subscriptionId: string;
  readonly location: string;
}

/** Canonical ARM id of a VM. */
export function vmResourceId({ subscriptionId, groupName, vmName }: VmName): string {
  return (
    `/subscriptions/${subscriptionId}/resourceGroups/${groupName}` +
    `/providers/Microsoft.Compute/virtualMachines/${vmName}`
  );
}

/** What a VM is shown as while an operation has it, where that is not `Updating`. */
const PROVISIONING: Readonly<Partial<Record<VmChange, ProvisioningState>>> = {
  creating: 'Creating',
  deleting: 'Deleting',
};

/**
 * The one door through which a long command goes: in one transaction it checks that the VM may change so,
 * claims the VM, records the operation and puts its id into the outbox. A refusal leaves nothing behind.
 */
@Injectable()
export class BeginVmOperation {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(SIZE_LOOKUP) private readonly sizes: SizeLookup,
    @Inject(OperationRelay) private readonly relay: OperationRelay,
  ) {}

  /** Throws `RefusalError`: vm-not-found, vm-busy, vm-state-forbids, or what the request's own check says. */
  async begin(request: VmOperationRequest): Promise<AcceptedOperation> {
    const accepted = await this.database.transaction((sql) => this.beginIn(sql, request));
    this.relay.kick();
    return accepted;
  }

  /** The same within a transaction of the caller's, who kicks the relay after it has committed. */
  async beginIn(sql: EntityManager, request: VmOperationRequest): Promise<AcceptedOperation> {
    const operationId = randomUUID();
    const stored = await findStoredVm(sql, this.sizes, request.vm, operationId, true);
    if (stored === undefined) throw new RefusalError(refusal('vm-not-found', `VM ${request.vm.vmName}`));
    const { facts, subscriptionId, groupName, location, claimedBy } = stored;
    if (claimedBy !== null) {
      throw new RefusalError(refusal('vm-busy', `operation ${claimedBy} has VM ${facts.vm.name}`));
    }
    const change = typeof request.change === 'function' ? request.change(facts) : request.change;
    const allowed = mayBegin(facts.vm.state, change);
    if (allowed.kind === 'refused') throw new RefusalError(allowed.refusal);
    const against = request.refusal?.(facts);
    if (against !== undefined) throw new RefusalError(against);
    await request.alsoWrite?.(sql, stored);
    const isClaimed = await claimForOperation(sql, PROVISIONING[change] ?? 'Updating', {
      id: operationId,
      pipeline: request.pipeline.name,
      subscriptionId,
      location,
      resourceId: vmResourceId({ subscriptionId, groupName, vmName: facts.vm.name }),
      vmId: facts.vm.id,
      vmName: facts.vm.name,
      jobId: request.jobId ?? null,
    });
    if (!isClaimed) throw new RefusalError(refusal('vm-busy', `another operation has VM ${facts.vm.name}`));
    return { operationId, vmId: facts.vm.id, subscriptionId, location };
  }
}

import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { refusal, type Refusal } from '#libs/refusal';
import { mayBegin, type VmChange } from '#libs/vm-lifecycle';
import type { VmFacts, VmPipeline } from '#libs/vm-operations';
import { RefusalError } from '../errors/refusal-error.js';
import type { Claim, ProvisioningState } from '../persistence/operation.repository.js';
import {
  findStoredVm,
  type SizeLookup,
  type StoredVm,
  type VmName,
} from '../persistence/vm-facts.repository.js';
import { OperationRelay } from './operation-relay.js';
import { claimUnderFire } from './strike-operation.js';
import { SIZE_LOOKUP } from './tokens.js';

export interface VmOperationRequest {
  readonly vm: VmName;
  readonly pipeline: VmPipeline;
  readonly change: VmChange | ((facts: VmFacts) => VmChange);
  /** The first reason not to do it, beyond the VM's state. */
  readonly refusal?: (facts: VmFacts) => Refusal | undefined;
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

/** How often a VM is looked at afresh that somebody changed between the look and the claim. */
const MOST_LOOKS = 4;

/**
 * The one door through which a long command goes: it checks that the VM may change so, and in one statement claims
 * the VM as it was seen (TORPOR-10), records the operation and puts its id into the outbox. A refusal leaves
 * nothing behind.
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
    for (let look = 1; look <= MOST_LOOKS; look++) {
      const accepted = await this.claimAsSeen(this.database, request, false);
      if (accepted === undefined) continue;
      this.relay.kick();
      return accepted;
    }
    throw new RefusalError(refusal('vm-busy', `VM ${request.vm.vmName} keeps being changed`));
  }

  /** The same within a transaction of the caller's, who kicks the relay after it has committed. */
  async beginIn(sql: EntityManager, request: VmOperationRequest): Promise<AcceptedOperation> {
    const accepted = await this.claimAsSeen(sql, request, true);
    if (accepted === undefined) throw new Error(`VM ${request.vm.vmName} changed while it was locked`);
    return accepted;
  }

  /** `undefined`: somebody has changed the VM since it was read. */
  private async claimAsSeen(
    sql: DataSource | EntityManager,
    request: VmOperationRequest,
    lock: boolean,
  ): Promise<AcceptedOperation | undefined> {
    const operationId = randomUUID();
    const stored = await findStoredVm(sql, this.sizes, request.vm, operationId, lock);
    if (stored === undefined) throw new RefusalError(refusal('vm-not-found', `VM ${request.vm.vmName}`));
    const { facts, subscriptionId, groupName, location, generation } = stored;
    const change = typeof request.change === 'function' ? request.change(facts) : request.change;
    const against = refusalOf(stored, change) ?? request.refusal?.(facts);
    if (against !== undefined) throw new RefusalError(against);
    const claim: Claim = {
      operation: {
        id: operationId,
        pipeline: request.pipeline.name,
        subscriptionId,
        location,
        resourceId: vmResourceId({ subscriptionId, groupName, vmName: facts.vm.name }),
        vmId: facts.vm.id,
        vmName: facts.vm.name,
        jobId: request.jobId ?? null,
      },
      generation,
      provisioningState: PROVISIONING[change] ?? 'Updating',
    };
    const isClaimed = await claimUnderFire(sql, claim, stored, request.pipeline);
    return isClaimed ? { operationId, vmId: facts.vm.id, subscriptionId, location } : undefined;
  }
}

function refusalOf({ facts, claimedBy }: StoredVm, change: VmChange): Refusal | undefined {
  if (claimedBy !== null) return refusal('vm-busy', `operation ${claimedBy} has VM ${facts.vm.name}`);
  const allowed = mayBegin(facts.vm.state, change);
  return allowed.kind === 'refused' ? allowed.refusal : undefined;
}

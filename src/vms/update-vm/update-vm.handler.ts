import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DataSource, type EntityManager } from 'typeorm';
import { enablementRefusals } from '#libs/hibernation';
import { refusal, type Refusal } from '#libs/refusal';
import { hostOf } from '#libs/vm-lifecycle';
import { resizeVmPipeline } from '#libs/vm-operations';
import { RefusalError } from '../../errors/refusal-error.js';
import {
  BeginVmOperation,
  vmResourceId,
  type AcceptedOperation,
} from '../../operations/begin-vm-operation.js';
import { OperationRelay } from '../../operations/operation-relay.js';
import { SIZE_LOOKUP } from '../../operations/tokens.js';
import { ensureWindowsHibernation } from '../../persistence/extension.repository.js';
import { findGroup, refuseWhileDeleted } from '../../persistence/group.repository.js';
import { row } from '../../persistence/sql.js';
import { refreshSharedDiskExclusion } from '../../persistence/vm-exclusions.repository.js';
import { findStoredVm, type SizeLookup, type StoredVm } from '../../persistence/vm-facts.repository.js';
import { listNicNames, setNics, type ArmName } from '../../persistence/vm-parts.repository.js';
import { preconditionRefusal } from '../../requests/precondition.js';
import { throwIfRefused } from '../../requests/throw-if-refused.js';
import { hasDataDisks, replaceDataDisks } from '../data-disk-changes.js';
import { fixedMembersRefusal, isSameName, type MadeVm } from '../fixed-members.js';
import { mergeEcho } from '../vm-echo.js';
import { applyIdentity, type StoredIdentity } from '../vm-identity.js';
import { partsRefusal } from '../vm-limits.js';
import { UpdateVmCommand, type VmUpdate } from './update-vm.command.js';

/** An update belongs to no operation; the facts it reads name none. */
const NO_OPERATION = '';

/** What of a VM's row an update compares with and builds on. */
interface VmRow extends MadeVm {
  readonly groupId: string;
  readonly revision: number;
}

@CommandHandler(UpdateVmCommand)
export class UpdateVmHandler implements ICommandHandler<UpdateVmCommand> {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(SIZE_LOOKUP) private readonly sizes: SizeLookup,
    @Inject(BeginVmOperation) private readonly operations: BeginVmOperation,
    @Inject(OperationRelay) private readonly relay: OperationRelay,
  ) {}

  /** Throws `RefusalError`; the transaction is rolled back with it. */
  async execute({ vm, update, precondition }: UpdateVmCommand): Promise<AcceptedOperation | undefined> {
    const accepted = await this.database.transaction(async (sql) => {
      const before = await findStoredVm(sql, this.sizes, vm, NO_OPERATION, true);
      if (before === undefined) throw new RefusalError(refusal('vm-not-found', `VM ${vm.vmName}`));
      const group = await findGroup(sql, vm);
      if (group !== undefined) refuseWhileDeleted(group);
      const made = await readRow(sql, before.facts.vm.id);
      throwIfRefused(preconditionRefusal(precondition, `"${made.revision}"`));
      throwIfRefused(fixedMembersRefusal(made, update.fixed ?? {}));
      const changes = await effectiveChanges(sql, before, update);
      throwIfRefused(stateRefusal(before, changes));
      await write(sql, before, made, changes);
      const after = await findStoredVm(sql, this.sizes, vm, NO_OPERATION);
      if (after === undefined) throw new Error(`VM ${vm.vmName} vanished while it was locked`);
      const { resizeTo, ...rest } = after.facts;
      const wanted = resizeTo === undefined ? after.facts : { ...rest, size: resizeTo };
      throwIfRefused(partsRefusal(wanted));
      if (wanted.vm.hibernationEnabled) throwIfRefused(enablementRefusals(wanted)[0]);
      return resizeTo === undefined
        ? undefined
        : this.operations.beginIn(sql, { vm, pipeline: resizeVmPipeline, change: 'resizing' });
    });
    if (accepted !== undefined) this.relay.kick();
    return accepted;
  }
}

async function readRow(sql: EntityManager, vmId: string): Promise<VmRow> {
  const found = await row<VmRow>(
    sql,
    `select vm.location, vm.spec, vm.exclusions, vm.revision, vm.group_id as "groupId",
            json_build_object('subscriptionId', g.subscription_id, 'groupName', g.name, 'name', d.name,
              'sizeGib', d.size_gib) as "osDisk"
       from virtual_machine vm join disk d on d.vm_id = vm.id and d.lun = -1
       join resource_group g on g.id = d.group_id where vm.id = $1`,
    [vmId],
  );
  if (found === undefined) throw new Error(`VM ${vmId} has no OS disk`);
  return found;
}

async function write(
  sql: EntityManager,
  { facts, location, subscriptionId, groupName }: StoredVm,
  { spec, groupId }: VmRow,
  changes: VmUpdate,
): Promise<void> {
  const { id: vmId, name: vmName } = facts.vm;
  const resourceId = vmResourceId({ subscriptionId, groupName, vmName });
  const isOnHost = hostOf(facts.vm.state) !== undefined;
  await sql.query(
    `update virtual_machine
        set tags = coalesce($2, tags), size = coalesce($3, size), resize_to = $6,
            user_data = case when $7::text is null then user_data else nullif($7, '') end,
            hibernation_enabled = coalesce($4, hibernation_enabled), spec = $5,
            revision = revision + 1, generation = generation + 1
      where id = $1`,
    [
      vmId,
      changes.tags === undefined ? null : JSON.stringify(changes.tags),
      isOnHost ? null : (changes.size ?? null),
      changes.hibernationEnabled ?? null,
      JSON.stringify(mergeEcho(spec, changes.echoed ?? {})),
      isOnHost ? (changes.size ?? null) : null,
      changes.userData ?? null,
    ],
  );
  await applyIdentity(sql, resourceId, changes.echoed?.top?.['identity'] as StoredIdentity | undefined);
  if (changes.hibernationEnabled === true) await ensureWindowsHibernation(sql, vmId);
  if (changes.nics !== undefined) await setNics(sql, vmId, changes.nics);
  if (changes.dataDisks !== undefined) {
    const owner = { vmId, vmName, groupId, isLeased: facts.partition !== undefined };
    await replaceDataDisks(sql, owner, location, changes.dataDisks);
    await refreshSharedDiskExclusion(sql, vmId);
  }
}

/** An update that repeats what is already so changes nothing: clients echo whole documents back. */
async function effectiveChanges(
  sql: EntityManager,
  { facts }: StoredVm,
  update: VmUpdate,
): Promise<VmUpdate> {
  const { vm, size } = facts;
  const changes: { -readonly [Member in keyof VmUpdate]: VmUpdate[Member] } = {};
  if (update.tags !== undefined) changes.tags = update.tags;
  if (update.echoed !== undefined) changes.echoed = update.echoed;
  if (update.userData !== undefined) changes.userData = update.userData;
  if (update.size !== undefined && update.size.toLowerCase() !== size.name.toLowerCase())
    changes.size = update.size;
  if (update.hibernationEnabled !== undefined && update.hibernationEnabled !== vm.hibernationEnabled) {
    changes.hibernationEnabled = update.hibernationEnabled;
  }
  if (update.nics !== undefined && !sameNames(update.nics, await listNicNames(sql, vm.id)))
    changes.nics = update.nics;
  if (update.dataDisks !== undefined && !(await hasDataDisks(sql, vm.id, update.dataDisks))) {
    changes.dataDisks = update.dataDisks;
  }
  return changes;
}

function stateRefusal({ facts, claimedBy }: StoredVm, changes: VmUpdate): Refusal | undefined {
  const { state, name } = facts.vm;
  if (claimedBy !== null) return refusal('vm-busy', `operation ${claimedBy} has VM ${name}`);
  if (state.kind === 'hibernated') {
    if (changes.size !== undefined) return immutable(name, 'its size', 'AZURE-24');
    if (changes.dataDisks !== undefined) return immutable(name, 'its disks', 'AZURE-25');
    if (changes.nics !== undefined) return immutable(name, 'its NICs', 'AZURE-26');
  }
  if (changes.hibernationEnabled !== undefined && state.kind !== 'deallocated') {
    return refusal('hibernation-switch-needs-deallocation', `VM ${name} is ${state.kind}`);
  }
  if (changes.nics !== undefined && state.kind !== 'deallocated') {
    return refusal('vm-state-forbids', `VM ${name} is ${state.kind}: NICs change while it is deallocated`);
  }
  return undefined;
}

function immutable(name: string, what: string, rule: 'AZURE-24' | 'AZURE-25' | 'AZURE-26'): Refusal {
  return refusal('hibernated-vm-immutable', `VM ${name} is hibernated: ${what} cannot change`, { rule });
}

function sameNames(left: readonly ArmName[], right: readonly ArmName[]): boolean {
  return (
    left.length === right.length &&
    left.every((name, index) => {
      const other = right[index];
      return other !== undefined && isSameName(name, other);
    })
  );
}

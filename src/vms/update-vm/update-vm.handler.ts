import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DataSource, type EntityManager } from 'typeorm';
import { enablementRefusals } from '#libs/hibernation';
import { refusal, type Refusal } from '#libs/refusal';
import { RefusalError } from '../../errors/refusal-error.js';
import { SIZE_LOOKUP } from '../../operations/tokens.js';
import { row, rows } from '../../persistence/sql.js';
import { findStoredVm, type SizeLookup, type StoredVm } from '../../persistence/vm-facts.repository.js';
import { detachDisk, listNicNames, setNics, type ArmName } from '../../persistence/vm-parts.repository.js';
import { attachDataDisks } from '../attach-wanted-disks.js';
import type { WantedDataDisk } from '../vm-document.js';
import { partsRefusal } from '../vm-limits.js';
import { UpdateVmCommand, type VmUpdate } from './update-vm.command.js';

/** An update belongs to no operation; the facts it reads name none. */
const NO_OPERATION = '';

@CommandHandler(UpdateVmCommand)
export class UpdateVmHandler implements ICommandHandler<UpdateVmCommand> {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(SIZE_LOOKUP) private readonly sizes: SizeLookup,
  ) {}

  /** Throws `RefusalError`; the transaction is rolled back with it. */
  async execute({ vm, update }: UpdateVmCommand): Promise<void> {
    await this.database.transaction(async (sql) => {
      const before = await findStoredVm(sql, this.sizes, vm, NO_OPERATION, true);
      if (before === undefined) throw new RefusalError(refusal('vm-not-found', `VM ${vm.vmName}`));
      const changes = await effectiveChanges(sql, before, update);
      throwIf(stateRefusal(before, changes));
      await this.write(sql, before, changes);
      const after = await findStoredVm(sql, this.sizes, vm, NO_OPERATION);
      if (after === undefined) throw new Error(`VM ${vm.vmName} vanished while it was locked`);
      throwIf(partsRefusal(after.facts));
      if (after.facts.vm.hibernationEnabled) throwIf(enablementRefusals(after.facts)[0]);
    });
  }

  private async write(sql: EntityManager, { facts, location }: StoredVm, changes: VmUpdate): Promise<void> {
    const vmId = facts.vm.id;
    await sql.query(
      `update virtual_machine
          set tags = coalesce($2, tags), size = coalesce($3, size),
              hibernation_enabled = coalesce($4, hibernation_enabled), spec = spec || coalesce($5, '{}'::jsonb),
              revision = revision + 1, generation = generation + 1
        where id = $1`,
      [
        vmId,
        json(changes.tags),
        changes.size ?? null,
        changes.hibernationEnabled ?? null,
        json(changes.echoed),
      ],
    );
    if (changes.nics !== undefined) await setNics(sql, vmId, changes.nics);
    if (changes.dataDisks !== undefined) {
      const owner = { vmId, groupId: await groupOf(sql, vmId), isLeased: facts.partition !== undefined };
      await replaceDataDisks(sql, owner, location, changes.dataDisks);
    }
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
  if (update.size !== undefined && update.size.toLowerCase() !== size.name.toLowerCase())
    changes.size = update.size;
  if (update.hibernationEnabled !== undefined && update.hibernationEnabled !== vm.hibernationEnabled) {
    changes.hibernationEnabled = update.hibernationEnabled;
  }
  if (update.nics !== undefined && !sameNames(update.nics, await listNicNames(sql, vm.id)))
    changes.nics = update.nics;
  if (update.dataDisks !== undefined && !(await sameDataDisks(sql, vm.id, update.dataDisks))) {
    changes.dataDisks = update.dataDisks;
  }
  return changes;
}

function stateRefusal({ facts, claimedBy }: StoredVm, changes: VmUpdate): Refusal | undefined {
  const { state, name } = facts.vm;
  if (claimedBy !== null) return refusal('vm-busy', `operation ${claimedBy} has VM ${name}`);
  const touchesHardware =
    changes.size !== undefined || changes.dataDisks !== undefined || changes.nics !== undefined;
  if (state.kind === 'hibernated') {
    if (changes.size !== undefined) return immutable(name, 'its size', 'AZURE-24');
    if (changes.dataDisks !== undefined) return immutable(name, 'its disks', 'AZURE-25');
    if (changes.nics !== undefined) return immutable(name, 'its NICs', 'AZURE-26');
  }
  if (changes.hibernationEnabled !== undefined && state.kind !== 'deallocated') {
    return refusal('hibernation-switch-needs-deallocation', `VM ${name} is ${state.kind}`);
  }
  const needsDeallocation = changes.size !== undefined || changes.nics !== undefined;
  if (touchesHardware && needsDeallocation && state.kind !== 'deallocated') {
    return refusal(
      'vm-state-forbids',
      `VM ${name} is ${state.kind}: size and NICs change while it is deallocated`,
    );
  }
  return undefined;
}

function immutable(name: string, what: string, rule: 'AZURE-24' | 'AZURE-25' | 'AZURE-26'): Refusal {
  return refusal('hibernated-vm-immutable', `VM ${name} is hibernated: ${what} cannot change`, { rule });
}

interface HeldDisk {
  readonly id: string;
  readonly lun: number;
  readonly name: string;
  readonly groupName: string;
  readonly subscriptionId: string;
}

async function heldDataDisks(sql: EntityManager, vmId: string): Promise<readonly HeldDisk[]> {
  return rows<HeldDisk>(
    sql,
    `select d.id, d.lun, d.name, g.name as "groupName", g.subscription_id as "subscriptionId"
       from disk d join resource_group g on g.id = d.group_id where d.vm_id = $1 and d.lun >= 0`,
    [vmId],
  );
}

async function sameDataDisks(
  sql: EntityManager,
  vmId: string,
  wanted: readonly WantedDataDisk[],
): Promise<boolean> {
  const held = await heldDataDisks(sql, vmId);
  return held.length === wanted.length && wanted.every((disk) => held.some((one) => isSameDisk(one, disk)));
}

function isSameDisk(held: HeldDisk, { lun, disk }: WantedDataDisk): boolean {
  return held.lun === lun && disk.kind === 'existing' && sameName(held, disk.disk);
}

/** Disks that stay where they are keep their lease; the others go before new ones come. */
async function replaceDataDisks(
  sql: EntityManager,
  owner: { vmId: string; groupId: string; isLeased: boolean },
  location: string,
  wanted: readonly WantedDataDisk[],
): Promise<void> {
  const held = await heldDataDisks(sql, owner.vmId);
  for (const disk of held) {
    if (!wanted.some((one) => isSameDisk(disk, one))) await detachDisk(sql, disk.id);
  }
  const added = wanted.filter((one) => !held.some((disk) => isSameDisk(disk, one)));
  const kept = new Set(
    held.filter((disk) => wanted.some((one) => isSameDisk(disk, one))).map(({ lun }) => lun),
  );
  const clash = added.find(({ lun }) => kept.has(lun));
  if (clash !== undefined) throw new RefusalError(refusal('lun-taken', `LUN ${clash.lun} is taken`));
  await attachDataDisks(sql, owner, { location, tags: {} }, added);
}

function sameNames(left: readonly ArmName[], right: readonly ArmName[]): boolean {
  return left.length === right.length && left.every((name, index) => sameName(name, right[index]));
}

function sameName(left: ArmName, right: ArmName | undefined): boolean {
  return (
    right !== undefined &&
    left.subscriptionId === right.subscriptionId &&
    left.groupName.toLowerCase() === right.groupName.toLowerCase() &&
    left.name.toLowerCase() === right.name.toLowerCase()
  );
}

async function groupOf(sql: EntityManager, vmId: string): Promise<string> {
  const found = await row<{ group_id: string }>(sql, 'select group_id from virtual_machine where id = $1', [
    vmId,
  ]);
  if (found === undefined) throw new Error(`VM ${vmId} has no group`);
  return found.group_id;
}

function throwIf(against: Refusal | undefined): void {
  if (against !== undefined) throw new RefusalError(against);
}

function json(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

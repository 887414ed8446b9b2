import { randomUUID } from 'node:crypto';
import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DataSource, type EntityManager } from 'typeorm';
import { enablementRefusals } from '#libs/hibernation';
import { refusal } from '#libs/refusal';
import { createVmPipeline, type VmFacts } from '#libs/vm-operations';
import { applyEmulation } from '../../emulation/apply-emulation.js';
import { requireEmulation } from '../../emulation/require-emulation.js';
import { RefusalError } from '../../errors/refusal-error.js';
import {
  BeginVmOperation,
  vmResourceId,
  type AcceptedOperation,
} from '../../operations/begin-vm-operation.js';
import { OperationRelay } from '../../operations/operation-relay.js';
import { ensureWindowsHibernation } from '../../persistence/extension.repository.js';
import { openGroup } from '../../persistence/group.repository.js';
import { touched } from '../../persistence/sql.js';
import { refreshSharedDiskExclusion } from '../../persistence/vm-exclusions.repository.js';
import { setNics } from '../../persistence/vm-parts.repository.js';
import { preconditionRefusal } from '../../requests/precondition.js';
import { throwIfRefused } from '../../requests/throw-if-refused.js';
import { attachWantedDisks } from '../attach-wanted-disks.js';
import type { VmEcho } from '../vm-echo.js';
import { applyIdentity, type StoredIdentity } from '../vm-identity.js';
import { partsRefusal } from '../vm-limits.js';
import { galleryImageRefusal } from '../gallery-image.js';
import type { WantedVm } from '../vm-document.js';
import { CreateVmCommand } from './create-vm.command.js';

@CommandHandler(CreateVmCommand)
export class CreateVmHandler implements ICommandHandler<CreateVmCommand> {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(BeginVmOperation) private readonly operations: BeginVmOperation,
    @Inject(OperationRelay) private readonly relay: OperationRelay,
  ) {}

  /** Throws `RefusalError`; whatever was made by then is rolled back with it (TORPOR-3). */
  async execute({ vm, wanted, precondition, emulation }: CreateVmCommand): Promise<AcceptedOperation> {
    const accepted = await this.database.transaction(async (sql) => {
      const group = await openGroup(sql, vm);
      const groupId = group.id;
      throwIfRefused(preconditionRefusal(precondition, undefined));
      if (wanted.hibernationEnabled) throwIfRefused(await galleryImageRefusal(sql, wanted.galleryImage));
      const vmId = await insertVm(sql, groupId, vm.vmName, wanted);
      await attachWantedDisks(sql, { vmId, vmName: vm.vmName, groupId, isLeased: false }, wanted);
      await refreshSharedDiskExclusion(sql, vmId);
      await ensureWindowsHibernation(sql, vmId);
      const resourceId = vmResourceId({ ...vm, groupName: group.name });
      await applyIdentity(sql, resourceId, (wanted.echoed as VmEcho).top?.['identity'] as StoredIdentity);
      await setNics(sql, vmId, wanted.nics);
      if (emulation !== undefined)
        await applyEmulation(sql, await requireEmulation(sql, vm, true), emulation);
      return this.operations.beginIn(sql, {
        vm,
        pipeline: createVmPipeline,
        change: 'creating',
        refusal: (facts) => partsRefusal(facts) ?? enablement(facts),
      });
    });
    this.relay.kick();
    return accepted;
  }
}

function enablement(facts: VmFacts) {
  return facts.vm.hibernationEnabled ? enablementRefusals(facts)[0] : undefined;
}

async function insertVm(
  sql: EntityManager,
  groupId: string,
  name: string,
  wanted: WantedVm,
): Promise<string> {
  const id = randomUUID();
  const made = await touched(
    sql,
    `insert into virtual_machine (id, group_id, name, name_key, location, tags, etag, size, spec,
        hibernation_enabled, exclusions, profile, placement, state, user_data, provisioning_state, revision)
     values ($1, $2, $3, lower($3), $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'Creating', 0)
     on conflict (group_id, name_key) do nothing returning 1`,
    [
      id,
      groupId,
      name,
      wanted.location,
      JSON.stringify(wanted.tags),
      randomUUID(),
      wanted.size,
      JSON.stringify(wanted.echoed),
      wanted.hibernationEnabled,
      JSON.stringify(wanted.exclusions),
      JSON.stringify(wanted.profile),
      JSON.stringify(wanted.placement),
      JSON.stringify({ kind: 'deallocated' }),
      wanted.userData ?? null,
    ],
  );
  if (made === 0) throw new RefusalError(refusal('vm-name-taken', `VM ${name} exists already`));
  return id;
}

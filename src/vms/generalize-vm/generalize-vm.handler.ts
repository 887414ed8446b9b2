import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { refusal, type Refusal } from '#libs/refusal';
import { RefusalError } from '../../errors/refusal-error.js';
import { SIZE_LOOKUP } from '../../operations/tokens.js';
import { findStoredVm, type SizeLookup, type StoredVm } from '../../persistence/vm-facts.repository.js';
import { throwIfRefused } from '../../requests/throw-if-refused.js';
import { GeneralizeVmCommand } from './generalize-vm.command.js';

@CommandHandler(GeneralizeVmCommand)
export class GeneralizeVmHandler implements ICommandHandler<GeneralizeVmCommand> {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(SIZE_LOOKUP) private readonly sizes: SizeLookup,
  ) {}

  /** Throws `RefusalError` vm-not-found, vm-busy and vm-state-forbids. */
  async execute({ vm }: GeneralizeVmCommand): Promise<void> {
    await this.database.transaction(async (sql) => {
      const stored = await findStoredVm(sql, this.sizes, vm, NO_OPERATION, true);
      if (stored === undefined) throw new RefusalError(refusal('vm-not-found', `VM ${vm.vmName}`));
      throwIfRefused(generalizationRefusal(stored));
      await sql.query(
        `update virtual_machine set is_generalized = true, revision = revision + 1, generation = generation + 1
          where id = $1 and not is_generalized`,
        [stored.facts.vm.id],
      );
    });
  }
}

/** Generalizing belongs to no operation; the facts it reads name none. */
const NO_OPERATION = '';

function generalizationRefusal({ facts: { vm }, claimedBy }: StoredVm): Refusal | undefined {
  if (claimedBy !== null) return refusal('vm-busy', `operation ${claimedBy} has VM ${vm.name}`);
  const isOff = vm.state.kind === 'stopped' || vm.state.kind === 'deallocated';
  return isOff
    ? undefined
    : refusal('vm-state-forbids', `VM ${vm.name} is ${vm.state.kind}: stop or deallocate it first`);
}

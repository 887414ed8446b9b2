import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { refusal } from '#libs/refusal';
import { RefusalError } from '../../errors/refusal-error.js';
import { findVmView, type VmView } from '../../persistence/vm-view.repository.js';
import { GetVmQuery } from './get-vm.query.js';

@QueryHandler(GetVmQuery)
export class GetVmHandler implements IQueryHandler<GetVmQuery> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws vm-not-found. */
  async execute({ vm }: GetVmQuery): Promise<VmView> {
    const view = await findVmView(this.database, vm);
    if (view !== undefined) return view;
    throw new RefusalError(refusal('vm-not-found', `VM ${vm.vmName} in group ${vm.groupName}`));
  }
}

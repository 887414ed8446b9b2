import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { refusal } from '#libs/refusal';
import { RefusalError } from '../../errors/refusal-error.js';
import { findVmView, type VmView } from '../../persistence/vm-view.repository.js';
import { ListExtensionsQuery } from './list-extensions.query.js';

@QueryHandler(ListExtensionsQuery)
export class ListExtensionsHandler implements IQueryHandler<ListExtensionsQuery> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws vm-not-found. */
  async execute({ vm }: ListExtensionsQuery): Promise<VmView> {
    const view = await findVmView(this.database, vm);
    if (view !== undefined) return view;
    throw new RefusalError(refusal('vm-not-found', `VM ${vm.vmName}`));
  }
}

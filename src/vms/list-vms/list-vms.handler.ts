import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { requireScope } from '../../persistence/resource-list.js';
import { listVmViews, type VmView } from '../../persistence/vm-view.repository.js';
import { ListVmsQuery } from './list-vms.query.js';

@QueryHandler(ListVmsQuery)
export class ListVmsHandler implements IQueryHandler<ListVmsQuery> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws group-not-found. */
  async execute({ scope }: ListVmsQuery): Promise<readonly VmView[]> {
    await requireScope(this.database, scope);
    return listVmViews(this.database, scope);
  }
}

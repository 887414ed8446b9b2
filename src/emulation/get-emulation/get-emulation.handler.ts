import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import type { StoredEmulation } from '../../persistence/emulation.repository.js';
import { requireEmulation } from '../require-emulation.js';
import { GetEmulationQuery } from './get-emulation.query.js';

@QueryHandler(GetEmulationQuery)
export class GetEmulationHandler implements IQueryHandler<GetEmulationQuery> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws `RefusalError` vm-not-found. */
  execute({ vm }: GetEmulationQuery): Promise<StoredEmulation> {
    return requireEmulation(this.database, vm);
  }
}

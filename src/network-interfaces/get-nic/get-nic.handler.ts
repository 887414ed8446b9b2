import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { findNic, type NicRow } from '../../persistence/network-interface.repository.js';
import { nicNotFound } from '../nic-not-found.js';
import { GetNicQuery } from './get-nic.query.js';

@QueryHandler(GetNicQuery)
export class GetNicHandler implements IQueryHandler<GetNicQuery> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws nic-not-found. */
  async execute({ name }: GetNicQuery): Promise<NicRow> {
    const nic = await findNic(this.database, name);
    if (nic === undefined) throw nicNotFound(name);
    return nic;
  }
}

import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { requireKept } from '../../kept-resources/change-kept.js';
import type { KeptRow } from '../../persistence/kept-resource.repository.js';
import { SECURITY_GROUP } from '../security-group-kind.js';
import { GetSecurityGroupQuery } from './get-security-group.query.js';

@QueryHandler(GetSecurityGroupQuery)
export class GetSecurityGroupHandler implements IQueryHandler<GetSecurityGroupQuery> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws resource-not-found. */
  execute({ name }: GetSecurityGroupQuery): Promise<KeptRow> {
    return requireKept(this.database, SECURITY_GROUP, { ...name, type: SECURITY_GROUP.type });
  }
}

import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { listPolicies, type StoredPolicy } from '../../persistence/guid-policy.repository.js';
import { ListPoliciesQuery } from './list-policies.query.js';

@QueryHandler(ListPoliciesQuery)
export class ListPoliciesHandler implements IQueryHandler<ListPoliciesQuery> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  execute(_query: ListPoliciesQuery): Promise<readonly StoredPolicy[]> {
    return listPolicies(this.database);
  }
}

import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import type { StoredPolicy } from '../../persistence/guid-policy.repository.js';
import { requirePolicy } from '../require-policy.js';
import { GetPolicyQuery } from './get-policy.query.js';

@QueryHandler(GetPolicyQuery)
export class GetPolicyHandler implements IQueryHandler<GetPolicyQuery> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws `RefusalError` policy-not-found. */
  execute({ name }: GetPolicyQuery): Promise<StoredPolicy> {
    return requirePolicy(this.database, name);
  }
}

import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import type { ThrottleSetting } from '#libs/throttling';
import { readThrottling } from '../../persistence/throttling.repository.js';
import { GetThrottlingQuery } from './get-throttling.query.js';

@QueryHandler(GetThrottlingQuery)
export class GetThrottlingHandler implements IQueryHandler<GetThrottlingQuery> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  execute(_query: GetThrottlingQuery): Promise<ThrottleSetting> {
    return readThrottling(this.database);
  }
}

import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { readScopeTags, type ScopeTags } from '../scope-tags.js';
import { GetTagsQuery } from './get-tags.query.js';

@QueryHandler(GetTagsQuery)
export class GetTagsHandler implements IQueryHandler<GetTagsQuery> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws group-not-found and resource-not-found. */
  execute({ scope }: GetTagsQuery): Promise<ScopeTags> {
    return readScopeTags(this.database, scope);
  }
}

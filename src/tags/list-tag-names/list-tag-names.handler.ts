import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { countTags, type TagCount } from '../../persistence/resource-index.repository.js';
import { ListTagNamesQuery } from './list-tag-names.query.js';

@QueryHandler(ListTagNamesQuery)
export class ListTagNamesHandler implements IQueryHandler<ListTagNamesQuery> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  execute({ subscriptionId }: ListTagNamesQuery): Promise<readonly TagCount[]> {
    return countTags(this.database, subscriptionId);
  }
}

import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { listKept } from '../../persistence/kept-resource.repository.js';
import { listKey, requireScope } from '../../persistence/resource-list.js';
import { requireKept } from '../change-kept.js';
import { documentsOf } from '../kept-document.js';
import { ListKeptQuery, type ListedKept } from './list-kept.query.js';

@QueryHandler(ListKeptQuery)
export class ListKeptHandler implements IQueryHandler<ListKeptQuery> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws group-not-found, and resource-not-found for a parent that is not there. */
  async execute({ kind, scope, parent }: ListKeptQuery): Promise<readonly ListedKept[]> {
    await requireScope(this.database, scope);
    const found = parent && (await requireKept(this.database, { title: 'parent' }, parent));
    const kept = await listKept(this.database, {
      ...scope,
      type: kind.type,
      ...(found === undefined ? {} : { parentId: found.id }),
    });
    const documents = await documentsOf(this.database, kind, kept);
    return kept.flatMap((one, at) => {
      const document = documents[at];
      return document === undefined ? [] : [{ key: listKey(one), document }];
    });
  }
}

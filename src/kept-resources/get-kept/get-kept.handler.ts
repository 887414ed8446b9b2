import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { requireKept } from '../change-kept.js';
import { documentOf } from '../kept-document.js';
import type { KeptDocument } from '../kept-kind.js';
import { GetKeptQuery } from './get-kept.query.js';

@QueryHandler(GetKeptQuery)
export class GetKeptHandler implements IQueryHandler<GetKeptQuery> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws resource-not-found. */
  async execute({ kind, name }: GetKeptQuery): Promise<KeptDocument> {
    return documentOf(this.database, kind, await requireKept(this.database, kind, name));
  }
}

import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { findPrincipals } from '../../persistence/directory.repository.js';
import { DEVELOPMENT } from '../principal-document.js';
import { ListPrincipalsQuery } from './list-principals.query.js';

@QueryHandler(ListPrincipalsQuery)
export class ListPrincipalsHandler implements IQueryHandler<ListPrincipalsQuery> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  async execute({ wanted }: ListPrincipalsQuery) {
    const { ids, names } = wanted;
    const isDevelopment =
      (ids === undefined || ids.includes(DEVELOPMENT.id)) &&
      (names === undefined || names.includes(DEVELOPMENT.appId));
    return [...(isDevelopment ? [DEVELOPMENT] : []), ...(await findPrincipals(this.database, wanted))];
  }
}

import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { IDENTITY_SETTINGS, type IdentitySettings } from '../../identity/identity-settings.js';
import { findPrincipals } from '../../persistence/directory.repository.js';
import { DEVELOPMENT } from '../principal-document.js';
import { ListPrincipalsQuery } from './list-principals.query.js';

@QueryHandler(ListPrincipalsQuery)
export class ListPrincipalsHandler implements IQueryHandler<ListPrincipalsQuery> {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(IDENTITY_SETTINGS) private readonly settings: IdentitySettings,
  ) {}

  async execute({ wanted }: ListPrincipalsQuery) {
    const { ids, names } = wanted;
    const isDevelopment =
      this.settings.developmentPrincipal &&
      (ids === undefined || ids.includes(DEVELOPMENT.id)) &&
      (names === undefined || names.includes(DEVELOPMENT.appId));
    return [...(isDevelopment ? [DEVELOPMENT] : []), ...(await findPrincipals(this.database, wanted))];
  }
}

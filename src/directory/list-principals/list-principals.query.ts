import { Query } from '@nestjs/cqrs';
import type { PrincipalsWanted } from '../../persistence/directory.repository.js';
import type { NamedPrincipal } from '../principal-document.js';

/** Principals of the directory, the one for development among them. */
export class ListPrincipalsQuery extends Query<readonly NamedPrincipal[]> {
  constructor(readonly wanted: PrincipalsWanted) {
    super();
  }
}

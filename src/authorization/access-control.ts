import { Inject, Injectable, Optional } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuthorizationVersion } from '../identity/authorization-version.js';
import { DEVELOPMENT_PRINCIPAL } from '../identity/development-principal.js';
import type { Caller } from '../identity/token-verifier.js';
import { loadGrants } from '../persistence/role-assignment.repository.js';
import { ALL_RIGHTS, NO_RIGHTS, Rights } from './rights.js';

/** Principals whose rights are kept. Beyond that all are read anew, as after a change. */
const MOST_KEPT = 10_000;

/**
 * What callers may do. Rights are kept in memory and read again when the version of the role assignments has
 * changed, which the check of every token reads: a right that was given or taken away counts from the next request
 * on, in every process. The access token needs no database at all.
 */
@Injectable()
export class AccessControl {
  readonly #kept = new Map<string, { readonly version: number; readonly rights: Rights }>();

  constructor(
    @Optional() @Inject(DataSource) private readonly database?: DataSource,
    @Optional() @Inject(AuthorizationVersion) private readonly version?: AuthorizationVersion,
  ) {}

  /** Without waiting, where that is possible. */
  rightsOf(caller: Caller): Rights | Promise<Rights> {
    if (caller.kind === 'access-token') return ALL_RIGHTS;
    // Nobody has this id in the database: it is let in by the verifier, where it is switched on.
    if (caller.principalId === DEVELOPMENT_PRINCIPAL.principalId) return ALL_RIGHTS;
    if (this.database === undefined || this.version === undefined) return NO_RIGHTS;
    const kept = this.#kept.get(caller.principalId);
    return kept?.version === this.version.newest
      ? kept.rights
      : this.load(this.database, this.version, caller);
  }

  private async load(
    database: DataSource,
    newest: AuthorizationVersion,
    { principalId }: Caller,
  ): Promise<Rights> {
    const { version, grants } = await loadGrants(database, principalId);
    newest.note(version);
    const rights = new Rights(grants);
    if (this.#kept.size >= MOST_KEPT) this.#kept.clear();
    this.#kept.set(principalId, { version, rights });
    return rights;
  }
}

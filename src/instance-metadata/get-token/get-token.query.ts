import { Query } from '@nestjs/cqrs';
import type { IssuedToken } from '../../identity/authority/token-issuer.js';

/** Which identity of the VM a guest asks a token of: its own unless one is named. */
export interface WantedIdentity {
  readonly clientId?: string;
  readonly objectId?: string;
  readonly resourceId?: string;
}

export interface IdentityToken extends IssuedToken {
  readonly clientId: string;
}

/** A token of an identity of the VM whose guest asks. */
export class GetTokenQuery extends Query<IdentityToken> {
  constructor(
    readonly key: string,
    readonly audience: string,
    readonly wanted: WantedIdentity,
  ) {
    super();
  }
}

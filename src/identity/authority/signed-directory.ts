import { Inject, Injectable } from '@nestjs/common';
import { decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from 'jose';
import { DataSource } from 'typeorm';
import { findPrincipal, type KnownPrincipal } from '../../persistence/principal.repository.js';
import { AcceptedNames } from '../accepted-names.js';
import { AuthorizationVersion } from '../authorization-version.js';
import { DEVELOPMENT_PRINCIPAL } from '../development-principal.js';
import type { Directory } from '../directory.port.js';
import { IDENTITY_SETTINGS, type IdentitySettings } from '../identity-settings.js';
import { TENANT_ID } from '../subscriptions.js';
import { type Caller, INVALID_TOKEN, type TokenVerdict } from '../token-verifier.js';
import { SIGNING_ALGORITHM, SigningKeys } from './signing-keys.js';

/** What clocks of processes may differ by. Unit: s. */
const LEEWAY_SECONDS = 5;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Checks tokens that this installation signed, then asks the database whether the principal is still there: every
 * time, so that the token of a deleted principal is worth nothing from the next request on, in every process.
 */
@Injectable()
export class SignedDirectory implements Directory {
  readonly #names: AcceptedNames;

  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(SigningKeys) private readonly keys: SigningKeys,
    @Inject(AuthorizationVersion) private readonly version: AuthorizationVersion,
    @Inject(IDENTITY_SETTINGS) private readonly settings: IdentitySettings,
  ) {
    this.#names = new AcceptedNames(settings.hostNames);
  }

  async verify(token: string): Promise<TokenVerdict> {
    const kid = keyIdOf(token);
    const key = kid === undefined ? undefined : await this.keys.verifying(kid);
    if (key === undefined) return INVALID_TOKEN;
    let payload: JWTPayload;
    try {
      ({ payload } = await jwtVerify(token, key.publicKey, {
        algorithms: [SIGNING_ALGORITHM],
        clockTolerance: LEEWAY_SECONDS,
        requiredClaims: ['aud', 'iss', 'exp', 'nbf', 'oid', 'tid'],
      }));
    } catch (error) {
      // Its signature was checked before its age: nobody learns the age of a token that is not ours.
      if (error instanceof errors.JWTExpired && this.#isForHere(error.payload)) return { kind: 'expired' };
      return INVALID_TOKEN;
    }
    const { oid } = payload;
    if (!this.#isForHere(payload) || typeof oid !== 'string' || !UUID.test(oid)) return INVALID_TOKEN;
    const caller = await this.find(oid);
    return caller === undefined ? INVALID_TOKEN : { kind: 'valid', caller };
  }

  async find(principalId: string): Promise<Caller | undefined> {
    if (principalId === DEVELOPMENT_PRINCIPAL.principalId) {
      return this.settings.developmentPrincipal ? DEVELOPMENT_PRINCIPAL : undefined;
    }
    const { version, principal } = await findPrincipal(this.database, principalId);
    this.version.note(version);
    return principal === null ? undefined : callerOf(principal);
  }

  #isForHere({ aud, iss, tid }: JWTPayload): boolean {
    return (
      tid === TENANT_ID &&
      typeof aud === 'string' &&
      this.#names.isOwnAudience(aud) &&
      iss !== undefined &&
      this.#names.isOwnIssuer(iss)
    );
  }
}

function callerOf({ id, kind, name, appId }: KnownPrincipal): Caller {
  return { principalId: id, name, kind, appId };
}

function keyIdOf(token: string): string | undefined {
  try {
    const { kid, alg } = decodeProtectedHeader(token);
    return alg === SIGNING_ALGORITHM ? kid : undefined;
  } catch {
    return undefined;
  }
}

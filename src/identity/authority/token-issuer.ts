import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { SignJWT } from 'jose';
import { MANAGED_IDENTITY_ISSUER } from '../accepted-names.js';
import { IDENTITY_SETTINGS, type IdentitySettings } from '../identity-settings.js';
import { TENANT_ID } from '../subscriptions.js';
import { SIGNING_ALGORITHM, SigningKeys } from './signing-keys.js';

/** Whom a token stands for. */
export interface TokenSubject {
  /** Object id. */
  readonly id: string;
  readonly appId: string;
  /** Canonical id of the resource whose identity this is; absent for service principals. */
  readonly resourceId?: string;
}

export interface IssuedToken {
  readonly token: string;
  /** Seconds since 1970. */
  readonly notBefore: number;
  readonly expiresOn: number;
  /** Unit: s. */
  readonly expiresIn: number;
}

/** Signs tokens. Whoever calls it has checked that the principal may have one. */
@Injectable()
export class TokenIssuer {
  constructor(
    @Inject(SigningKeys) private readonly keys: SigningKeys,
    @Inject(IDENTITY_SETTINGS) private readonly settings: IdentitySettings,
  ) {}

  /** Claims as in tokens of Azure for applications. `issuer` defaults to the one of managed identities. */
  async issue(
    principal: TokenSubject,
    audience: string,
    {
      lifetimeSeconds = this.settings.tokenLifetimeSeconds,
      issuer = MANAGED_IDENTITY_ISSUER,
    }: { readonly lifetimeSeconds?: number; readonly issuer?: string } = {},
  ): Promise<IssuedToken> {
    const { kid, privateKey } = await this.keys.signing();
    const now = Math.floor(Date.now() / 1000);
    const expiresOn = now + lifetimeSeconds;
    const { id, appId, resourceId } = principal;
    const token = await new SignJWT({
      appid: appId,
      appidacr: resourceId === undefined ? '1' : '2',
      idp: issuer,
      idtyp: 'app',
      oid: id,
      tid: TENANT_ID,
      uti: randomUUID(),
      ver: '1.0',
      ...(resourceId === undefined ? {} : { xms_mirid: resourceId }),
    })
      .setProtectedHeader({ alg: SIGNING_ALGORITHM, typ: 'JWT', kid })
      .setAudience(audience)
      .setIssuer(issuer)
      .setSubject(id)
      .setIssuedAt(now)
      .setNotBefore(now)
      .setExpirationTime(expiresOn)
      .sign(privateKey);
    return { token, notBefore: now, expiresOn, expiresIn: lifetimeSeconds };
  }
}

import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { refusal } from '#libs/refusal';
import { RefusalError } from '../../errors/refusal-error.js';
import {
  deleteServicePrincipal,
  findServicePrincipal,
  insertServicePrincipal,
  listServicePrincipals,
  type PrincipalRow,
  writeDisplayName,
  writeSecret,
} from '../../persistence/principal.repository.js';
import { generateSecret, hashSecret } from '../authority/client-secret.js';
import { DEVELOPMENT_APP_ID } from '../development-principal.js';

export interface WantedServicePrincipal {
  readonly displayName?: string;
  readonly appId?: string;
  /** Drawn, for a new principal, unless given. */
  readonly secret?: string;
}

export interface PutServicePrincipal {
  readonly isNew: boolean;
  readonly principal: PrincipalRow;
  /** The secret that was set, if one was. */
  readonly secret?: string;
}

/** Principals that log in with a secret. Secrets are stored as salted hashes and told once. */
@Injectable()
export class ServicePrincipals {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws property-immutable for another application id, application-id-taken. */
  async put(name: string, wanted: WantedServicePrincipal): Promise<PutServicePrincipal> {
    const before = await findServicePrincipal(this.database, name);
    return before === undefined ? this.create(name, wanted) : this.change(before, wanted);
  }

  /** Throws resource-not-found. */
  async get(name: string): Promise<PrincipalRow> {
    const found = await findServicePrincipal(this.database, name);
    if (found !== undefined) return found;
    throw new RefusalError(refusal('resource-not-found', `service principal ${name}`));
  }

  list(page: { readonly limit: number; readonly after?: string }): Promise<readonly PrincipalRow[]> {
    return listServicePrincipals(this.database, page);
  }

  /** Sets another secret, drawn unless given; the old one is worth nothing from then on. */
  async renewSecret(
    name: string,
    given?: string,
  ): Promise<PutServicePrincipal & { readonly secret: string }> {
    const principal = await this.get(name);
    const secret = given ?? generateSecret();
    await writeSecret(this.database, principal.id, await hashSecret(secret));
    return { isNew: false, principal, secret };
  }

  /** Its tokens and its role assignments go with it. */
  delete(name: string): Promise<boolean> {
    return deleteServicePrincipal(this.database, name);
  }

  private async create(name: string, wanted: WantedServicePrincipal): Promise<PutServicePrincipal> {
    const { displayName = name, appId = randomUUID(), secret = generateSecret() } = wanted;
    if (appId === DEVELOPMENT_APP_ID) throw taken(appId);
    const hashed = await hashSecret(secret);
    const principal = await insertServicePrincipal(this.database, {
      name,
      displayName,
      appId,
      secret: hashed,
    });
    if (principal !== undefined) return { isNew: true, principal, secret };
    // Somebody was first with the name, or has the application id.
    const other = await findServicePrincipal(this.database, name);
    if (other === undefined) throw taken(appId);
    return this.change(other, wanted);
  }

  private async change(
    before: PrincipalRow,
    { displayName = before.displayName, appId, secret }: WantedServicePrincipal,
  ): Promise<PutServicePrincipal> {
    if (appId !== undefined && appId !== before.appId) {
      throw new RefusalError(
        refusal('property-immutable', `${before.name} has the application id ${before.appId}`, {
          target: 'properties.appId',
        }),
      );
    }
    await writeDisplayName(this.database, before.id, displayName);
    const principal = { ...before, displayName };
    if (secret === undefined) return { isNew: false, principal };
    await writeSecret(this.database, before.id, await hashSecret(secret));
    return { isNew: false, principal, secret };
  }
}

function taken(appId: string): RefusalError {
  return new RefusalError(
    refusal('application-id-taken', `application id ${appId}`, { target: 'properties.appId' }),
  );
}

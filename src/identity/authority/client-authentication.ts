import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { findClient } from '../../persistence/principal.repository.js';
import { isLoopbackHost } from '../accepted-names.js';
import { DEVELOPMENT_APP_ID, DEVELOPMENT_PRINCIPAL, DEVELOPMENT_SECRET } from '../development-principal.js';
import { IDENTITY_SETTINGS, type IdentitySettings } from '../identity-settings.js';
import { isSameText, isSecret } from './client-secret.js';
import { HashingQueue } from './hashing-queue.js';
import { OAuthError } from './oauth-error.js';
import type { TokenSubject } from './token-issuer.js';
import type { TokenRequest } from './token-request.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const LOOPBACK_PEER = /^(?:::ffff:)?127\.|^::1$/;
/** Headers by which a proxy says that the peer is not the client. */
const PROXY_HEADERS = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'];

/**
 * Finds out who asks for a token. A client that does not exist and a wrong secret are one answer after the same
 * time, so that nobody can find out which clients exist (ASSUME-22).
 */
@Injectable()
export class ClientAuthentication {
  readonly #queue = new HashingQueue();

  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(IDENTITY_SETTINGS) private readonly settings: IdentitySettings,
  ) {}

  /** Throws OAuthError `invalid_client`, and `temporarily_unavailable` when too many ask at once. */
  async authenticate(
    { clientId, clientSecret }: TokenRequest,
    request: FastifyRequest,
  ): Promise<TokenSubject> {
    const appId = clientId.toLowerCase();
    if (appId === DEVELOPMENT_APP_ID && this.settings.developmentPrincipal && isFromThisMachine(request)) {
      if (!isSameText(clientSecret, DEVELOPMENT_SECRET)) throw refused();
      return { id: DEVELOPMENT_PRINCIPAL.principalId, appId };
    }
    const client = UUID.test(appId) ? await findClient(this.database, appId) : undefined;
    const verdict = await this.#queue.run(() => isSecret(clientSecret, client?.secret));
    if (verdict === undefined) {
      throw new OAuthError(429, 'temporarily_unavailable', 90055, 'Too many clients log in at once.');
    }
    if (!verdict || client === undefined) throw refused();
    return { id: client.id, appId };
  }
}

function refused(): OAuthError {
  return new OAuthError(401, 'invalid_client', 7000215, 'The client or its secret is not known here.');
}

/** A name beside loopback would let a web page reach this server under a name of its own. */
function isFromThisMachine(request: FastifyRequest): boolean {
  return (
    LOOPBACK_PEER.test(request.socket.remoteAddress ?? '') &&
    isLoopbackHost(request.host) &&
    PROXY_HEADERS.every((name) => request.headers[name] === undefined)
  );
}

import { Controller, Inject } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { originOf } from '../../arm/absolute-url.js';
import { ArmPost } from '../../arm/answers.js';
import { WithoutApiVersion } from '../../arm/api-version.guard.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { ArmParam, ArmReply, ArmRequest } from '../../arm/parameters.js';
import { AcceptedNames } from '../accepted-names.js';
import { authorityShape, issuerOf } from '../authority/authority-path.js';
import { ClientAuthentication } from '../authority/client-authentication.js';
import { answerOAuthError, OAuthError, type OAuthErrorDocument } from '../authority/oauth-error.js';
import { type IssuedToken, TokenIssuer } from '../authority/token-issuer.js';
import { readTokenRequest } from '../authority/token-request.js';
import { IDENTITY_SETTINGS, type IdentitySettings } from '../identity-settings.js';
import { PublicForm } from '../public.decorator.js';

/** The answer with a token, in the shape of version 2.0. */
interface TokenDocument {
  readonly token_type: 'Bearer';
  /** Unit: s. */
  readonly expires_in: number;
  readonly ext_expires_in: number;
  readonly access_token: string;
}

/** In the shape of version 1.0: numbers are texts, times are seconds since 1970. */
type OldTokenDocument = Readonly<
  Record<
    | 'token_type'
    | 'expires_in'
    | 'ext_expires_in'
    | 'expires_on'
    | 'not_before'
    | 'resource'
    | 'access_token',
    string
  >
>;

/** Where unmodified clients get their tokens (ARM-35). */
@WithoutApiVersion()
@Controller()
export class RequestTokenController {
  readonly #names: AcceptedNames;

  constructor(
    @Inject(ClientAuthentication) private readonly clients: ClientAuthentication,
    @Inject(TokenIssuer) private readonly issuer: TokenIssuer,
    @Inject(IDENTITY_SETTINGS) settings: IdentitySettings,
  ) {
    this.#names = new AcceptedNames(settings.hostNames);
  }

  @Covers({
    does: 'Issues a token to a service principal that proves its secret; grants other than client_credentials and foreign audiences are refused',
  })
  @PublicForm()
  @ArmPost(':tenant/oauth2/v2.0/token')
  async ask(
    @ArmParam('tenant') tenant: string,
    @ArmRequest() request: FastifyRequest,
    @ArmReply() reply: FastifyReply,
  ): Promise<TokenDocument | OAuthErrorDocument> {
    return this.answer(reply, async () => {
      const { token, expiresIn } = await this.issue(tenant, request);
      return {
        token_type: 'Bearer',
        expires_in: expiresIn,
        ext_expires_in: expiresIn,
        access_token: token,
      };
    });
  }

  /** ADFS has this path too, and answers it in the newer shape. */
  @Covers({
    does: 'Issues a token to a service principal that proves its secret, in the shape of version 1.0 or of AD FS',
  })
  @PublicForm()
  @ArmPost(':tenant/oauth2/token')
  async askOld(
    @ArmParam('tenant') tenant: string,
    @ArmRequest() request: FastifyRequest,
    @ArmReply() reply: FastifyReply,
  ): Promise<TokenDocument | OldTokenDocument | OAuthErrorDocument> {
    if (authorityShape(tenant) === 'adfs') return this.ask(tenant, request, reply);
    return this.answer(reply, async () => {
      const { token, audience, expiresIn, expiresOn, notBefore } = await this.issue(tenant, request);
      return {
        token_type: 'Bearer',
        expires_in: String(expiresIn),
        ext_expires_in: String(expiresIn),
        expires_on: String(expiresOn),
        not_before: String(notBefore),
        resource: audience,
        access_token: token,
      };
    });
  }

  private async issue(
    tenant: string,
    request: FastifyRequest,
  ): Promise<IssuedToken & { readonly audience: string }> {
    const shape = authorityShape(tenant);
    if (shape === undefined) {
      throw new OAuthError(400, 'invalid_request', 90002, 'There is no directory of this name here.');
    }
    if (!this.#names.isOwnHost(request.host)) {
      throw new OAuthError(
        400,
        'invalid_request',
        50011,
        'The host of the request is not a name of this server; TORPOR_HOST_NAMES lists further ones.',
      );
    }
    const fields = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
    const wanted = readTokenRequest(fields, request.headers.authorization);
    const { audience } = wanted;
    const principal = await this.clients.authenticate(wanted, request);
    // Only a client that is known learns which audiences are.
    if (!this.#names.isOwnAudience(audience)) {
      throw new OAuthError(
        400,
        'invalid_resource',
        500011,
        `No service with the audience ${JSON.stringify(audience.slice(0, 200))} is known here.`,
      );
    }
    const issued = await this.issuer.issue(principal, audience, {
      issuer: issuerOf(originOf(request), shape),
    });
    return { ...issued, audience };
  }

  private async answer<Document>(
    reply: FastifyReply,
    issue: () => Promise<Document>,
  ): Promise<Document | OAuthErrorDocument> {
    reply.header('Cache-Control', 'no-store');
    try {
      return await issue();
    } catch (error) {
      if (error instanceof OAuthError) return answerOAuthError(reply, error);
      throw error;
    }
  }
}

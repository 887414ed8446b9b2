import { OAuthError } from './oauth-error.js';

/** What a client asks a token for, and what it proves itself by. */
export interface TokenRequest {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly audience: string;
}

/** Longest value of a field. Unit: characters. */
const MAX_FIELD_LENGTH = 2_048;
/** Of the field in which clients declare what they understand. */
const MAX_CLAIMS_LENGTH = 8_192;

/** Scopes that ask for nothing of a resource; libraries add them by habit. */
const OPENID_SCOPES = ['openid', 'profile', 'offline_access'];
const DEFAULT_SCOPE = /^(.+?)\/\.default$/;

const BASIC = /^Basic +([A-Za-z0-9+/]+={0,2}) *$/i;

/**
 * Reads a request for a token: grant `client_credentials`, the client in the body or in a Basic header, and the
 * audience as `scope` (`<audience>/.default`) or as `resource`. Throws OAuthError.
 */
export function readTokenRequest(fields: URLSearchParams, authorization: string | undefined): TokenRequest {
  checkLengths(fields);
  const grant = required(fields, 'grant_type');
  if (grant !== 'client_credentials') {
    throw new OAuthError(
      400,
      'unsupported_grant_type',
      70003,
      `The grant type ${JSON.stringify(grant.slice(0, 50))} is not supported; client_credentials is.`,
    );
  }
  return { ...readClient(fields, authorization), audience: readAudience(fields) };
}

function readClient(
  fields: URLSearchParams,
  authorization: string | undefined,
): Pick<TokenRequest, 'clientId' | 'clientSecret'> {
  if (authorization !== undefined) return readBasic(authorization);
  const clientId = required(fields, 'client_id');
  if (single(fields, 'client_assertion') !== undefined) {
    throw new OAuthError(400, 'invalid_request', 7000218, 'A client proves itself by client_secret here.');
  }
  const clientSecret = single(fields, 'client_secret');
  if (clientSecret === undefined || clientSecret === '') {
    throw new OAuthError(401, 'invalid_client', 7000218, 'The request has no client_secret.');
  }
  return { clientId, clientSecret };
}

/** Name and secret are form-encoded before they are joined (RFC 6749, section 2.3.1). */
function readBasic(authorization: string): Pick<TokenRequest, 'clientId' | 'clientSecret'> {
  const [, encoded = ''] = BASIC.exec(authorization) ?? [];
  const pair = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  if (colon <= 0 || pair.length > MAX_FIELD_LENGTH) {
    throw new OAuthError(401, 'invalid_client', 7000218, 'The Authorization header is not Basic.');
  }
  const decode = (text: string) => new URLSearchParams(`v=${text.replaceAll('&', '%26')}`).get('v') ?? '';
  return { clientId: decode(pair.slice(0, colon)), clientSecret: decode(pair.slice(colon + 1)) };
}

function readAudience(fields: URLSearchParams): string {
  const resource = single(fields, 'resource');
  const scope = single(fields, 'scope');
  if (scope === undefined || scope.trim() === '') {
    if (resource !== undefined && resource !== '') return resource;
    throw missing('scope');
  }
  const wanted = scope
    .trim()
    .split(/ +/)
    .filter((word) => !OPENID_SCOPES.includes(word));
  const [first = '', ...more] = wanted;
  const audience = DEFAULT_SCOPE.exec(first)?.[1];
  if (audience === undefined || more.length > 0) {
    throw new OAuthError(
      400,
      'invalid_scope',
      1002012,
      'The scope of client credentials is one audience followed by /.default.',
    );
  }
  return audience;
}

function checkLengths(fields: URLSearchParams): void {
  for (const [name, value] of fields) {
    const limit = name === 'claims' ? MAX_CLAIMS_LENGTH : MAX_FIELD_LENGTH;
    if (name.length > MAX_FIELD_LENGTH || value.length > limit) {
      throw new OAuthError(400, 'invalid_request', 90013, `A field is longer than ${limit} characters.`);
    }
  }
}

function required(fields: URLSearchParams, name: string): string {
  const value = single(fields, name);
  if (value === undefined || value === '') throw missing(name);
  return value;
}

function single(fields: URLSearchParams, name: string): string | undefined {
  const values = fields.getAll(name);
  if (values.length <= 1) return values[0];
  throw new OAuthError(400, 'invalid_request', 90013, `The field ${name} is given more than once.`);
}

function missing(name: string): OAuthError {
  return new OAuthError(400, 'invalid_request', 900144, `The request has no field ${name}.`);
}

import { SIGNING_ALGORITHM } from '../authority/signing-keys.js';

/** OpenID Provider Metadata, as far as clients that prove themselves by a secret read it. */
export interface OpenIdConfiguration {
  readonly issuer: string;
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly jwks_uri: string;
  readonly token_endpoint_auth_methods_supported: readonly string[];
  readonly grant_types_supported: readonly string[];
  readonly response_types_supported: readonly string[];
  readonly response_modes_supported: readonly string[];
  readonly subject_types_supported: readonly string[];
  readonly scopes_supported: readonly string[];
  readonly id_token_signing_alg_values_supported: readonly string[];
  readonly claims_supported: readonly string[];
}

/**
 * The document of one authority; `base` is the URL under which its end points are. Libraries insist on an
 * authorization end point: it is named, and nothing is served there, as people do not log in here.
 */
export function openIdConfiguration({
  issuer,
  base,
  version,
}: {
  readonly issuer: string;
  readonly base: string;
  /** What precedes the last segments of Entra's newer paths. */
  readonly version: '' | '/v2.0';
}): OpenIdConfiguration {
  return {
    issuer,
    authorization_endpoint: `${base}/oauth2${version}/authorize`,
    token_endpoint: `${base}/oauth2${version}/token`,
    jwks_uri: `${base}/discovery${version}/keys`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
    grant_types_supported: ['client_credentials'],
    response_types_supported: ['token'],
    response_modes_supported: ['form_post'],
    subject_types_supported: ['pairwise'],
    scopes_supported: ['openid'],
    id_token_signing_alg_values_supported: [SIGNING_ALGORITHM],
    claims_supported: ['aud', 'iss', 'iat', 'nbf', 'exp', 'appid', 'oid', 'sub', 'tid', 'idtyp', 'ver'],
  };
}

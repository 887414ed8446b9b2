/** Who sends a request. */
export interface Caller {
  /** Object id of the principal, a GUID in lower case: what role assignments name. */
  readonly principalId: string;
  /** For people: display name or application id. Stable and without secrets: it may be logged. */
  readonly name: string;
  readonly kind: 'access-token' | 'service-principal' | 'managed-identity';
  /** Application (client) id, where there is one. */
  readonly appId?: string;
}

/** What a bearer token turned out to be. `invalid` covers every reason but age, and says none of its own. */
export type TokenVerdict =
  | { readonly kind: 'valid'; readonly caller: Caller }
  | { readonly kind: 'expired' }
  | { readonly kind: 'invalid' };

export const INVALID_TOKEN: TokenVerdict = { kind: 'invalid' };

/** Decides whether a bearer token is valid. Tokens are opaque here; what they are is up to the adapter. */
export interface TokenVerifier {
  /** A token whose principal is gone is invalid from that moment on. */
  verify(token: string): Promise<TokenVerdict>;
}

export const TOKEN_VERIFIER = Symbol('TokenVerifier');

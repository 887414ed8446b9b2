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

/** Decides whether a bearer token is valid. Tokens are opaque here; what they are is up to the adapter. */
export interface TokenVerifier {
  /** The caller a token stands for; `undefined` when it is not, or no longer, valid. */
  verify(token: string): Promise<Caller | undefined>;
}

export const TOKEN_VERIFIER = Symbol('TokenVerifier');

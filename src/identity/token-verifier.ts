/** Who sends a request. */
export interface Caller {
  /** Stable and without secrets: it may be logged. */
  readonly id: string;
}

/** Decides whether a bearer token is valid. Tokens are opaque here; what they are is up to the adapter. */
export interface TokenVerifier {
  /** The caller a token stands for; `undefined` when it is not, or no longer, valid. */
  verify(token: string): Promise<Caller | undefined>;
}

export const TOKEN_VERIFIER = Symbol('TokenVerifier');

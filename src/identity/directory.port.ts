import type { Caller, TokenVerdict } from './token-verifier.js';

/** The directory of principals and the tokens that its authority signs. */
export interface Directory {
  /** Checks a signed token and that its principal still exists. */
  verify(token: string): Promise<TokenVerdict>;
  /** The principal as it is now; `undefined` when it is gone. */
  find(principalId: string): Promise<Caller | undefined>;
}

/** Absent in a server without a database: there, no signed token is valid. */
export const DIRECTORY = Symbol('Directory');

/** How the authority of an installation behaves. */
export interface IdentitySettings {
  /**
   * Names and addresses under which this server is reached, beside loopback, in lower case. Tokens are issued
   * under these names and for these names alone.
   */
  readonly hostNames: readonly string[];
  /** Validity of a token. Unit: s. */
  readonly tokenLifetimeSeconds: number;
  /**
   * Whether the published development principal may ask for tokens, from loopback alone. Only for a server that
   * listens on loopback.
   */
  readonly developmentPrincipal: boolean;
}

export const IDENTITY_SETTINGS = Symbol('IdentitySettings');

/** A day: long enough that a session need not log in again. Unit: s. */
export const DEFAULT_TOKEN_LIFETIME_SECONDS = 24 * 60 * 60;

export const DEFAULT_IDENTITY_SETTINGS: IdentitySettings = {
  hostNames: [],
  tokenLifetimeSeconds: DEFAULT_TOKEN_LIFETIME_SECONDS,
  developmentPrincipal: false,
};

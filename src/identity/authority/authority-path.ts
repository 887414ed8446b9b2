import { TENANT_ID } from '../subscriptions.js';

/** The directory that a path names, in the shape whose documents it is answered with. */
export type AuthorityShape = 'adfs' | 'entra';

/** The shape of a tenant segment; `undefined` when no such directory is served. */
export function authorityShape(tenant: string): AuthorityShape | undefined {
  switch (tenant.toLowerCase()) {
    case 'adfs':
      return 'adfs';
    case TENANT_ID:
    case 'common':
    case 'organizations':
      return 'entra';
    default:
      return undefined;
  }
}

/** `iss` of tokens issued under an origin; Entra's is the one of tokens of version 1.0. */
export function issuerOf(origin: string, shape: AuthorityShape): string {
  return shape === 'adfs' ? `${origin}/adfs` : `${origin}/${TENANT_ID}/`;
}

import type { Caller } from './token-verifier.js';

/**
 * The principal that exists without being created, for a first login on one's own machine. Its secret is no
 * secret: it is accepted on loopback alone, and only where the server listens nowhere else.
 */
export const DEVELOPMENT_APP_ID = '33333333-3333-3333-3333-333333333333';
export const DEVELOPMENT_SECRET = 'torpor-development-secret';

export const DEVELOPMENT_PRINCIPAL: Caller = {
  principalId: '33333333-3333-3333-3333-000000000001',
  name: 'development',
  kind: 'service-principal',
  appId: DEVELOPMENT_APP_ID,
};

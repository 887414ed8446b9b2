import { type Environment, HomeError } from '../home/torpor-home.js';
import { DEFAULT_TOKEN_LIFETIME_SECONDS, type IdentitySettings } from './identity-settings.js';

/** Longest validity of a token: a month. Unit: s. */
const MAX_LIFETIME_SECONDS = 30 * 24 * 60 * 60;

const LOOPBACK_ADDRESS = /^(?:localhost|127\.\d+\.\d+\.\d+|::1)$/i;
/** Addresses that mean all of them, and name none. */
const ANY_ADDRESS = ['0.0.0.0', '::', ''];

/**
 * Settings of a server that listens at `host` (absent: loopback). `TORPOR_HOST_NAMES` lists further names under
 * which it is reached, separated by commas; `TORPOR_TOKEN_LIFETIME` is in seconds; `TORPOR_DEVELOPMENT_PRINCIPAL`
 * set to `off` takes the development principal away, which only a server on loopback has. Throws HomeError.
 */
export function identitySettings(env: Environment, host: string | undefined): IdentitySettings {
  const listed = (env['TORPOR_HOST_NAMES'] ?? '').split(',').map((name) => name.trim().toLowerCase());
  const own = host === undefined || ANY_ADDRESS.includes(host) ? [] : [host.toLowerCase()];
  const isOnLoopback = host === undefined || LOOPBACK_ADDRESS.test(host);
  return {
    hostNames: [...new Set([...own, ...listed.filter((name) => name !== '')])],
    tokenLifetimeSeconds: lifetimeOf(env['TORPOR_TOKEN_LIFETIME']),
    developmentPrincipal: isOnLoopback && env['TORPOR_DEVELOPMENT_PRINCIPAL']?.toLowerCase() !== 'off',
  };
}

function lifetimeOf(text: string | undefined): number {
  if (text === undefined || text === '') return DEFAULT_TOKEN_LIFETIME_SECONDS;
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (seconds >= 1 && seconds <= MAX_LIFETIME_SECONDS) return seconds;
  throw new HomeError(
    `TORPOR_TOKEN_LIFETIME is ${JSON.stringify(text)}.`,
    `Set it to a number of seconds from 1 to ${MAX_LIFETIME_SECONDS}.`,
  );
}

import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { rootCertificates } from 'node:tls';
import { readIfPresent } from '../../home/durable-file.js';
import type { Environment } from '../../home/torpor-home.js';
import { CliError, usageError } from '../cli-error.js';
import { EXIT } from '../exit-codes.js';

/** Where the server is, whom to trust, and how to show who asks. */
export interface Connection {
  /** Scheme, host and port. */
  readonly origin: URL;
  /** PEM of the authorities to trust; absent: those that Node ships. */
  readonly ca?: readonly string[];
  readonly token: string;
  /** Whether the address comes from the file that a running server leaves in the home. */
  readonly isAnnounced: boolean;
}

/** What `torpor serve` leaves in the home for as long as it runs. */
interface Announcement {
  readonly url: string;
  readonly caPath?: string;
}

/**
 * The connection from `--server`, then `TORPOR_SERVER`, then `server.json` in the home; authorities from
 * `TORPOR_CA`, then the announced ones; token from `TORPOR_TOKEN`, then the home. Reads files, creates none.
 * Throws `CliError` with what to do about what is missing.
 */
export function resolveConnection(given: string | undefined, env: Environment): Connection {
  const home = homeDirectory(env);
  const announced = readAnnouncement(join(home, 'server.json'));
  const address = given ?? (env['TORPOR_SERVER'] || undefined);
  const url = address ?? announced?.url;
  if (url === undefined) throw noServer(`there is no ${join(home, 'server.json')}`);
  const origin = parseOrigin(url);
  const token = env['TORPOR_TOKEN'] || readIfPresent(join(home, 'token'))?.trim();
  if (!token) throw noToken(join(home, 'token'));
  const isAnnounced = address === undefined;
  const ca =
    origin.protocol === 'http:' ? undefined : authorities(env['TORPOR_CA'], announced?.caPath, isAnnounced);
  return { origin, token, isAnnounced, ...(ca === undefined ? {} : { ca }) };
}

/** A server named by hand may have a certificate of the home's authority or of a public one. */
function authorities(
  given: string | undefined,
  announced: string | undefined,
  isAnnounced: boolean,
): readonly string[] | undefined {
  if (given) return [readAuthorities(given)];
  if (announced === undefined) return undefined;
  return isAnnounced ? [readAuthorities(announced)] : [...rootCertificates, readAuthorities(announced)];
}

/** No server is known, or the one that was announced has gone. */
export function noServer(detail: string): CliError {
  return new CliError({
    code: 'server-unreachable',
    message: `No server is running: ${detail}.`,
    remedy: 'Start one with `torpor serve`, or name a running one with --server or TORPOR_SERVER.',
    exit: EXIT.unreachable,
  });
}

function noToken(path: string): CliError {
  return new CliError({
    code: 'token-missing',
    message: `There is no access token: TORPOR_TOKEN is not set and ${path} does not exist.`,
    remedy: 'Set TORPOR_TOKEN to the token of the server, or TORPOR_HOME to the home it was started with.',
    exit: EXIT.invalid,
  });
}

function homeDirectory(env: Environment): string {
  return resolve(env['TORPOR_HOME'] || join(env['HOME'] || homedir(), '.torpor'));
}

function readAnnouncement(path: string): Announcement | undefined {
  const text = readIfPresent(path);
  if (text === undefined) return undefined;
  try {
    const value = JSON.parse(text) as { readonly url?: unknown; readonly caPath?: unknown } | null;
    if (typeof value?.url !== 'string') return undefined;
    return typeof value.caPath === 'string' ? { url: value.url, caPath: value.caPath } : { url: value.url };
  } catch {
    // A server that is starting or was killed while writing: as good as none.
    return undefined;
  }
}

function parseOrigin(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw usageError(`"${text}" is no address of a server`, 'Write it as https://host:port.');
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw usageError(
      `the token would travel in the clear to ${url.host}`,
      'Use https; plain http is for addresses of this machine.',
    );
  }
  return new URL(url.origin);
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}

function readAuthorities(path: string): string {
  const text = readIfPresent(path);
  if (text !== undefined) return text;
  throw new CliError({
    code: 'ca-missing',
    message: `The file of trusted authorities ${path} does not exist.`,
    remedy: 'Set TORPOR_CA to the CA certificate of the server (PEM).',
    exit: EXIT.invalid,
  });
}

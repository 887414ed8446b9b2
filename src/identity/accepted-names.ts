import { TENANT_ID } from './subscriptions.js';

/** Hosts that are this machine, as a URL spells them. */
const LOOPBACK_HOSTS = ['localhost', '127.0.0.1', '[::1]'];

/** Audiences of Azure's own Resource Manager, which clients ask for when nobody configured another. */
const AZURE_AUDIENCES = ['https://management.azure.com', 'https://management.core.windows.net'];

/** Issuer of tokens of managed identities, as in Azure. */
export const MANAGED_IDENTITY_ISSUER = `https://sts.windows.net/${TENANT_ID}/`;

/** Paths of issuers on this server: in the shape of ADFS, and in the two shapes of Entra. */
const ISSUER_PATHS = ['/adfs', `/${TENANT_ID}/`, `/${TENANT_ID}/v2.0`];

/**
 * Which audiences and issuers are this installation: its names, on any port (ports are mapped and forwarded), over
 * HTTP or HTTPS. Names are configured and never taken from a request, so that a token for somebody else's service
 * cannot be presented here under that service's name.
 */
export class AcceptedNames {
  readonly #hosts: ReadonlySet<string>;

  constructor(hostNames: readonly string[]) {
    this.#hosts = new Set([...LOOPBACK_HOSTS, ...hostNames.map(asUrlHost)]);
  }

  /** Whether a request came to one of the names; `host` with or without a port. */
  isOwnHost(host: string): boolean {
    const url = parseUrl(`http://${host}`);
    return url !== undefined && this.#hosts.has(url.hostname);
  }

  /** Whether a token for this audience is a token for this installation. A trailing slash does not matter. */
  isOwnAudience(audience: string): boolean {
    const bare = audience.replace(/\/+$/, '');
    if (AZURE_AUDIENCES.includes(bare.toLowerCase())) return true;
    const url = parseUrl(bare);
    return url !== undefined && this.#isOwn(url) && url.pathname === '/';
  }

  isOwnIssuer(issuer: string): boolean {
    if (issuer === MANAGED_IDENTITY_ISSUER) return true;
    const url = parseUrl(issuer);
    return url !== undefined && this.#isOwn(url) && ISSUER_PATHS.includes(url.pathname);
  }

  #isOwn({ protocol, hostname, username, password, search, hash }: URL): boolean {
    const isPlain = username === '' && password === '' && search === '' && hash === '';
    return isPlain && (protocol === 'https:' || protocol === 'http:') && this.#hosts.has(hostname);
  }
}

/** Whether a host, with or without a port, names this very machine. */
export function isLoopbackHost(host: string): boolean {
  const url = parseUrl(`http://${host}`);
  return url !== undefined && LOOPBACK_HOSTS.includes(url.hostname);
}

function asUrlHost(name: string): string {
  const lower = name.toLowerCase();
  return lower.includes(':') && !lower.startsWith('[') ? `[${lower}]` : lower;
}

function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

import { Client } from 'pg';
import { EngineError, reasonOf } from './engine-error.js';
import { OLDEST_POSTGRES } from './postgres-binaries.js';

const CONNECT_PATIENCE_MS = 10_000;

/** Runs `work` on a connection of its own. Errors of the connection reach the caller as rejections only. */
export async function withConnection<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_PATIENCE_MS,
    application_name: 'torpor-start',
  });
  // A server that goes away while the connection is idle reports it here as well as to the next query.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Version of a server as one number, such as 180004. */
export async function serverVersion(client: Client): Promise<number> {
  const { rows } = await client.query<{ version: number }>(
    `SELECT current_setting('server_version_num')::int AS version`,
  );
  return rows[0]?.version ?? 0;
}

/**
 * Checks a server that somebody else runs: that it answers, lets us in, and is new enough. Returns its version
 * as one number. Throws EngineError; the URL's password appears in none of them.
 */
export async function checkPostgres(url: string): Promise<number> {
  const address = describeAddress(url);
  let version: number;
  try {
    version = await withConnection(url, serverVersion);
  } catch (cause) {
    throw new EngineError('engine-unreachable', { ...unreachable(address, cause), cause });
  }
  if (version < OLDEST_POSTGRES * 10_000) {
    throw new EngineError('engine-too-old', {
      sentence: `PostgreSQL at ${address} is version ${readableVersion(version)}; the oldest that is supported is ${OLDEST_POSTGRES}.`,
    });
  }
  return version;
}

/** 180004 as "18.4". */
export function readableVersion(version: number): string {
  return `${Math.floor(version / 10_000)}.${version % 10_000}`;
}

/** Host, port and database of a URL, without its credentials. Throws EngineError for a text that is no URL. */
function describeAddress(url: string): string {
  try {
    const { protocol, host, pathname } = new URL(url);
    if (protocol === 'postgres:' || protocol === 'postgresql:') return `${host}${pathname}`;
  } catch {
    // Reported below like any other text that is no address of a server.
  }
  throw new EngineError('engine-unreachable', {
    sentence: 'DATABASE_URL is not a PostgreSQL URL.',
    remedy: 'Write it as postgres://user:password@host:5432/database.',
  });
}

/** SQLSTATE and system error codes that have a remedy of their own. */
function unreachable(address: string, cause: unknown): { sentence: string; remedy?: string } {
  const sentence = `PostgreSQL at ${address} cannot be used: ${reasonOf(cause)}.`;
  switch (codeOf(cause)) {
    case '28P01':
    case '28000':
      return { sentence, remedy: 'Check user and password in DATABASE_URL, and the server’s pg_hba.conf.' };
    case '3D000':
      return { sentence, remedy: 'Create the database that DATABASE_URL names, or name one that exists.' };
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return { sentence, remedy: 'Check the host name in DATABASE_URL.' };
    case 'ECONNREFUSED':
      return { sentence, remedy: 'Check host and port in DATABASE_URL, and that the server is running.' };
    default:
      return { sentence };
  }
}

/** The code of an error, or of the first of several that a connection to several addresses gave. */
export function codeOf(error: unknown): string | undefined {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

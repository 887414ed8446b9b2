import type { FastifyRequest } from 'fastify';

/** Scheme, host and port under which the client reached the server, without a trailing slash. */
export function originOf(request: FastifyRequest): string {
  const { localAddress, localPort } = request.socket;
  // HTTP/1.0 clients need not name a host.
  const host = request.host || `${localAddress ?? '127.0.0.1'}:${localPort ?? 80}`;
  return `${request.protocol}://${host}`;
}

/** The absolute URL of a path (starting with a slash, query included) on the server the client reached. */
export function absoluteUrl(request: FastifyRequest, path: string): string {
  return originOf(request) + path;
}

import type { FastifyReply, FastifyRequest } from 'fastify';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** A client's own id of a request comes back as it was sent, if it is a plain token. Unit: characters. */
const CLIENT_REQUEST_ID = /^[\w.{}:-]{1,128}$/;

/**
 * Headers of every answer (ARM-27). `x-ms-request-id` is replaced by the id of the operation where there is
 * one. Strict-Transport-Security is left out on purpose: a browser would remember it for all of localhost.
 */
export function setResponseHeaders(request: FastifyRequest, reply: FastifyReply): void {
  const correlation = request.headers['x-ms-correlation-request-id'];
  const correlationId =
    typeof correlation === 'string' && GUID.test(correlation) ? correlation.toLowerCase() : request.id;
  const time = `${new Date().toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
  reply.headers({
    'Cache-Control': 'no-cache',
    Pragma: 'no-cache',
    Expires: '-1',
    'X-Content-Type-Options': 'nosniff',
    'x-ms-request-id': request.id,
    'x-ms-correlation-request-id': correlationId,
    'x-ms-routing-request-id': `TORPOR:${time}:${request.id}`,
  });
  const clientRequestId = request.headers['x-ms-client-request-id'];
  if (
    typeof clientRequestId === 'string' &&
    CLIENT_REQUEST_ID.test(clientRequestId) &&
    String(request.headers['x-ms-return-client-request-id']).toLowerCase() === 'true'
  ) {
    reply.header('x-ms-client-request-id', clientRequestId);
  }
}

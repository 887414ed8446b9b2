import type { FastifyReply } from 'fastify';

/**
 * A fault of a token request, in the words of OAuth 2.0 (RFC 6749, section 5.2). `number` is the one Entra gives
 * such a fault; the text is our own.
 */
export class OAuthError extends Error {
  constructor(
    readonly status: 400 | 401 | 429,
    readonly error:
      | 'invalid_request'
      | 'invalid_client'
      | 'invalid_scope'
      | 'invalid_resource'
      | 'unsupported_grant_type'
      | 'temporarily_unavailable',
    readonly number: number,
    description: string,
  ) {
    super(description);
    this.name = 'OAuthError';
  }
}

/** The document in which clients look for the reason. */
export interface OAuthErrorDocument {
  readonly error: string;
  readonly error_description: string;
  readonly error_codes: readonly number[];
  readonly timestamp: string;
  readonly trace_id: string;
  readonly correlation_id: string;
}

/** Sets the status of a refused token request; the handler returns the document. */
export function answerOAuthError(reply: FastifyReply, fault: OAuthError): OAuthErrorDocument {
  const correlation = reply.getHeader('x-ms-correlation-request-id');
  const correlationId = typeof correlation === 'string' ? correlation : reply.request.id;
  const timestamp = `${new Date().toISOString().slice(0, 19).replace('T', ' ')}Z`;
  const ids = `Trace ID: ${reply.request.id} Correlation ID: ${correlationId} Timestamp: ${timestamp}`;
  reply.code(fault.status);
  if (fault.status === 401) reply.header('WWW-Authenticate', 'Basic realm="torpor"');
  if (fault.status === 429) reply.header('Retry-After', '1');
  return {
    error: fault.error,
    error_description: `AADSTS${fault.number}: ${fault.message} ${ids}`,
    error_codes: [fault.number],
    timestamp,
    trace_id: reply.request.id,
    correlation_id: correlationId,
  };
}

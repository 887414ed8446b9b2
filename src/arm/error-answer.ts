import { HttpException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Refusal, refusal } from '#libs/refusal';
import { ERROR_TABLE } from '../errors/error-table.js';
import { RefusalError } from '../errors/refusal-error.js';
import { RetryLaterError } from '../errors/retry-later-error.js';
import { unauthenticatedChallenge } from '../identity/challenge.js';
import { originOf } from './absolute-url.js';
import { setAnsweredCode } from './answered-code.js';
import { type ArmError, armError } from './error-body.js';
import type { RouteTable } from './route-table.js';

export interface ErrorAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: { readonly error: ArmError };
}

/** What answers are made from besides the fault itself. */
export interface ErrorContext {
  readonly routes: RouteTable;
  readonly bodyLimitBytes: number;
}

/** A refusal as the HTTP server and the framework raise them, some with a status or code the table lacks. */
interface Refused {
  readonly refusal: Refusal;
  readonly details?: readonly Refusal[];
  readonly status?: number;
  readonly code?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a path shows of itself in messages. Unit: characters. */
const SHOWN_PATH_LENGTH = 200;

/** The answer to whatever was thrown while a request was served (ARM-3). */
export function errorAnswer(thrown: unknown, request: FastifyRequest, context: ErrorContext): ErrorAnswer {
  const refused = refusedBy(thrown, request, context);
  const { httpStatus } = ERROR_TABLE[refused.refusal.code];
  const status = refused.status ?? httpStatus;
  return {
    status,
    headers: { ...headersFor(refused.refusal, status, request), ...refused.headers },
    body: { error: armError(refused.refusal, refused.details, refused.code) },
  };
}

function refusedBy(thrown: unknown, request: FastifyRequest, context: ErrorContext): Refused {
  if (thrown instanceof RefusalError) {
    const { refusal, details } = thrown;
    const headers =
      thrown instanceof RetryLaterError
        ? { headers: { 'Retry-After': String(thrown.retryAfterSeconds) } }
        : {};
    return { refusal, ...(details === undefined ? {} : { details }), ...headers };
  }
  if (thrown instanceof HttpException && thrown.getStatus() < 500) {
    return byStatus(thrown, request, context);
  }
  if (isBrokenOff(thrown)) return { refusal: refusal('invalid-body', 'the client broke off sending it') };
  return {
    refusal: refusal('internal-error', `the log has it under request ${request.id}`),
    code: 'InternalServerError',
  };
}

/** A connection that ended in the middle of a body is no fault of the server, and nobody reads the answer. */
function isBrokenOff(thrown: unknown): boolean {
  return (
    thrown instanceof Error &&
    (thrown as NodeJS.ErrnoException).code === 'ECONNRESET' &&
    'statusCode' in thrown
  );
}

function byStatus(thrown: HttpException, request: FastifyRequest, context: ErrorContext): Refused {
  const status = thrown.getStatus();
  switch (status) {
    case 401:
      return { refusal: refusal('unauthenticated', 'the token was not accepted') };
    case 403:
      return { refusal: refusal('forbidden', `${request.method} is not allowed here`) };
    case 404:
      return notServed(request, context.routes);
    case 413:
      return { refusal: refusal('body-too-large', `the limit is ${context.bodyLimitBytes} bytes`) };
    case 415:
      return {
        refusal: refusal('invalid-body', 'its content type is not application/json', {
          target: 'Content-Type',
        }),
        status,
        code: 'UnsupportedMediaType',
      };
    default:
      return { refusal: refusal(...malformed(thrown)), status };
  }
}

function notServed(request: FastifyRequest, routes: RouteTable): Refused {
  const path = request.url.split('?', 1)[0] ?? '';
  const allowed = routes.methodsOf(path);
  const shown =
    path.length > SHOWN_PATH_LENGTH
      ? `${path.slice(0, SHOWN_PATH_LENGTH)}... (${path.length} characters)`
      : path;
  if (allowed.length === 0) return { refusal: refusal('route-not-found', `${request.method} ${shown}`) };
  const list = allowed.join(', ');
  return {
    refusal: refusal('method-not-allowed', `${request.method} on ${shown}, which serves ${list}`),
    headers: { Allow: list },
  };
}

/** Faults of the request line, the headers and the transfer, by the code of the HTTP server. */
function malformed(thrown: HttpException): Parameters<typeof refusal> {
  const cause = thrown.cause as { readonly code?: unknown } | undefined;
  switch (cause?.code) {
    case 'FST_ERR_BAD_URL':
      return ['invalid-parameter', 'the path has a malformed percent-encoding', { target: 'path' }];
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return ['invalid-parameter', 'a segment of the path is too long', { target: 'path' }];
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return ['invalid-body', 'its length is not the one Content-Length gives', { target: 'Content-Length' }];
    default:
      return ['invalid-parameter', thrown.message.replace(/\.$/, '')];
  }
}

function headersFor(
  { code, detail }: Refusal,
  status: number,
  request: FastifyRequest,
): Record<string, string> {
  if (ERROR_TABLE[code].httpStatus === 401) {
    return { 'WWW-Authenticate': unauthenticatedChallenge(originOf(request), detail) };
  }
  if (status === 404) return { 'x-ms-failure-cause': 'gateway' };
  return status === 503 ? { 'Retry-After': '5' } : {};
}

/** Headers of an accepted operation, which a handler may have set before it failed. */
const OPERATION_HEADERS = [
  'location',
  'azure-asyncoperation',
  'azure-asyncnotification',
  'retry-after',
  'etag',
];

/** Sends an answer in place of whatever the handler had begun; a HEAD gets no body. */
export function sendErrorAnswer(reply: FastifyReply, { status, headers, body }: ErrorAnswer): void {
  for (const name of OPERATION_HEADERS) reply.removeHeader(name);
  setAnsweredCode(reply.request, body.error.code);
  reply.code(status).header('x-ms-request-id', reply.request.id).headers(headers);
  if (reply.request.method === 'HEAD') {
    reply.send();
    return;
  }
  reply.type('application/json; charset=utf-8').send(JSON.stringify(body));
}

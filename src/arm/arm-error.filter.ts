import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { errorAnswer, type ErrorContext, sendErrorAnswer } from './error-answer.js';

/**
 * Answers everything that is thrown while a request is served, by handlers, guards, the framework or the HTTP
 * server. Server faults go to the log under the id the answer carries (TORPOR-23); their text stays there.
 */
@Catch()
export class ArmErrorFilter implements ExceptionFilter {
  constructor(
    private readonly logger: Logger,
    private readonly context: ErrorContext,
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(thrown, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  /** Answers a fault that the HTTP server found before there was a route. */
  answerUnrouted(
    error: Error & { readonly statusCode?: number },
    request: FastifyRequest,
    reply: FastifyReply,
  ): void {
    const { statusCode = 500 } = error;
    const thrown = statusCode < 500 ? new HttpException(error.message, statusCode, { cause: error }) : error;
    this.answer(thrown, request, reply);
  }

  private answer(thrown: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const answer = errorAnswer(thrown, request, this.context);
    const { id: requestId, method, url } = request;
    if (answer.status >= 500) {
      this.logger.error({ err: thrown, requestId, method, url }, 'request failed');
    }
    if (reply.sent || reply.raw.headersSent) {
      this.logger.warn({ err: thrown, requestId, method, url }, 'failed after the answer had begun');
      return;
    }
    sendErrorAnswer(reply, answer);
  }
}

import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';

/** Sends what the framework logs through pino, with the context it names as a field. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  /** Start-up chatter of the framework (one line a route) is of interest only when something is wrong. */
  log(message: unknown, ...rest: unknown[]): void {
    this.logger.debug(fields(rest), text(message));
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.logger.error({ ...fields(rest), ...cause(message) }, text(message));
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.logger.warn(fields(rest), text(message));
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.logger.fatal({ ...fields(rest), ...cause(message) }, text(message));
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.logger.debug(fields(rest), text(message));
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.logger.trace(fields(rest), text(message));
  }
}

/** The framework appends the context last, and the stack, if any, before it. */
function fields(rest: readonly unknown[]): Record<string, unknown> {
  const context = rest.at(-1);
  const stack = rest.length > 1 ? rest[0] : undefined;
  return { ...(context === undefined ? {} : { context }), ...(stack === undefined ? {} : { stack }) };
}

function cause(message: unknown): { readonly err?: Error } {
  return message instanceof Error ? { err: message } : {};
}

function text(message: unknown): string {
  if (message instanceof Error) return message.message;
  return typeof message === 'string' ? message : JSON.stringify(message);
}

import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Caller } from './token-verifier.js';

const CALLERS = new WeakMap<FastifyRequest, Caller>();

/** Notes who sent a request, once its token has been verified. */
export function setCaller(request: FastifyRequest, caller: Caller): void {
  CALLERS.set(request, caller);
}

/** Who sent a request; `undefined` on public routes. */
export function callerOf(request: FastifyRequest): Caller | undefined {
  return CALLERS.get(request);
}

/** The caller of a route that is not public. */
export const RequestCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const caller = callerOf(context.switchToHttp().getRequest<FastifyRequest>());
  if (caller === undefined) throw new Error('a route that asks for its caller must not be public');
  return caller;
});

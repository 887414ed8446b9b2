import type { FastifyRequest } from 'fastify';

const CODES = new WeakMap<FastifyRequest, string>();

/** Notes with which `error.code` a request was answered. */
export function setAnsweredCode(request: FastifyRequest, code: string): void {
  CODES.set(request, code);
}

/** The `error.code` a request was answered with, if it was refused. */
export function answeredCode(request: FastifyRequest): string | undefined {
  return CODES.get(request);
}

import type { FastifyRequest } from 'fastify';
import { queryValue } from './query.js';

/** The version in which links are written when a request named none. */
export const CURRENT_API_VERSION = '2024-11-01';

const WELL_FORMED = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(-preview)?$/i;

/** Whether a text is a version: a date, perhaps with "-preview" after it (ARM-2). */
export function isApiVersion(text: string): boolean {
  return WELL_FORMED.test(text);
}

/** The version a request names; `CURRENT_API_VERSION` on the routes that need none. */
export function apiVersionOf(request: FastifyRequest): string {
  const version = queryValue(request, 'api-version');
  return typeof version === 'string' && isApiVersion(version) ? version : CURRENT_API_VERSION;
}

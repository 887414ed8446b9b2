import type { FastifyRequest } from 'fastify';
import type { Caller } from '../identity/token-verifier.js';
import type { Lacking } from './forbidden.js';
import type { Rights } from './rights.js';

/** That a caller may see some items of a list, and not all. */
export interface PartialView {
  readonly caller: Caller;
  readonly rights: Rights;
  /** What seeing all would take. */
  readonly lacking: Lacking;
}

const VIEWS = new WeakMap<FastifyRequest, PartialView>();

/** Notes that the answer must be limited to what the caller may see. */
export function limitToVisible(request: FastifyRequest, view: PartialView): void {
  VIEWS.set(request, view);
}

/** How the answer of a request is limited; `undefined` when it is not. */
export function partialViewOf(request: FastifyRequest): PartialView | undefined {
  return VIEWS.get(request);
}

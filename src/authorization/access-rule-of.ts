import type { FastifyRequest } from 'fastify';
import type { AccessRule } from './access-rule.js';

const RULES = new WeakMap<FastifyRequest, AccessRule>();

/** Notes what a request needed, whether it had it or not. */
export function setAccessRule(request: FastifyRequest, rule: AccessRule): void {
  RULES.set(request, rule);
}

/** What a request needed; `undefined` on public routes and where nothing is served. */
export function accessRuleOf(request: FastifyRequest): AccessRule | undefined {
  return RULES.get(request);
}

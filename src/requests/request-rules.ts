import type { FastifyRequest } from 'fastify';
import type { Sql } from '../persistence/sql.js';
import { readRequestRules, type RequestRules } from '../persistence/throttling.repository.js';

const RULES = new WeakMap<FastifyRequest, Promise<RequestRules>>();

/** What a request to a subscription is measured against: read once, whoever asks. */
export function rulesFor(sql: Sql, request: FastifyRequest, subscriptionId: string): Promise<RequestRules> {
  const known = RULES.get(request);
  if (known !== undefined) return known;
  const rules = readRequestRules(sql, subscriptionId);
  RULES.set(request, rules);
  return rules;
}

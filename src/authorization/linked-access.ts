import type { FastifyRequest } from 'fastify';
import { parseArmId } from '../arm/arm-id.js';
import type { RefusalError } from '../errors/refusal-error.js';
import type { Caller } from '../identity/token-verifier.js';
import { accessRuleOf } from './access-rule-of.js';
import { linkedForbidden } from './forbidden.js';
import { typeOf } from './item-access.js';
import type { Rights } from './rights.js';
import { isWithin, scopeKey } from './scope.js';

/** Members whose texts are data, whatever they look like. */
const DATA_MEMBERS: readonly string[] = ['tags'];

/** Members that name the source of a copy. */
const SOURCE_MEMBERS: readonly string[] = ['sourceresourceid', 'sourceuri'];

/**
 * What it takes to use a resource by naming it in a request for another one, where reading it is not enough. Source:
 * LinkedAuthorizationFailed answers of Azure, and the join actions in "Azure built-in roles".
 */
const LINKED_ACTIONS: Readonly<Record<string, string>> = {
  'microsoft.network/virtualnetworks/subnets': 'join/action',
  'microsoft.network/networkinterfaces': 'join/action',
  'microsoft.network/networkinterfaces/ipconfigurations': 'join/action',
  'microsoft.network/networksecuritygroups': 'join/action',
  'microsoft.network/publicipaddresses': 'join/action',
  'microsoft.compute/disks': 'write',
  'microsoft.compute/availabilitysets': 'write',
  'microsoft.resources/subscriptions/resourcegroups': 'write',
};
const SOURCE_ACTION = 'beginGetAccess/action';

/** Actions over bodies that name resources which are dealt with one by one, each under the rights of the caller. */
const CHECKED_ONE_BY_ONE = /^Microsoft\.(?:Resources\/deployments|ComputeSchedule)\//i;

/**
 * The first reference in a body to a resource that the caller may not use: to attach a disk, to join a network or
 * to copy a disk takes a right over that, wherever the new resource is. References within the resource of the
 * request itself need none.
 */
export function linkedFault(
  caller: Caller,
  rights: Rights,
  request: FastifyRequest,
): RefusalError | undefined {
  const rule = accessRuleOf(request);
  if (rule === undefined || rule.kind === 'any-caller' || CHECKED_ONE_BY_ONE.test(rule.action))
    return undefined;
  const own = scopeKey(rule.scope);
  for (const { id, isSource } of references(request.body, '')) {
    const type = typeOf(id);
    if (type === undefined || type.startsWith('Microsoft.Authorization/')) continue;
    if (isWithin(scopeKey(id), own)) continue;
    const action = `${type}/${isSource ? SOURCE_ACTION : (LINKED_ACTIONS[type.toLowerCase()] ?? 'read')}`;
    if (!rights.allows(action, scopeKey(id))) return linkedForbidden(caller, { action, scope: id });
  }
  return undefined;
}

interface Reference {
  readonly id: string;
  readonly isSource: boolean;
}

/** Recursion is bounded: the parser refuses deeply nested bodies. */
function* references(value: unknown, member: string): Generator<Reference> {
  if (typeof value === 'string') {
    if (/^\/+subscriptions\//i.test(value)) {
      const id = value.replace(/\/{2,}/g, '/').replace(/\/$/, '');
      if (parseArmId(id) !== undefined) yield { id, isSource: SOURCE_MEMBERS.includes(member) };
    }
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    const name = Array.isArray(value) ? member : key.toLowerCase();
    if (!DATA_MEMBERS.includes(name)) yield* references(inner, name);
  }
}

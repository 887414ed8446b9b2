import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { answeredCode } from '../arm/answered-code.js';
import { parseArmId } from '../arm/arm-id.js';
import { accessRuleOf } from '../authorization/access-rule-of.js';
import { scopeKey } from '../authorization/scope.js';
import { callerOf } from '../identity/caller.js';
import type { Activity, ActivityStatus } from '../persistence/activity-log.repository.js';

/** What is shown of what a client says of itself. Unit: characters. */
const MAX_TEXT_LENGTH = 256;

/**
 * The event that a request leaves behind: every one that changes something or asks for an action, and whatever was
 * refused for want of a right. `undefined` for all others. Nothing of bodies and queries is taken down.
 */
export function activityOf(request: FastifyRequest, reply: FastifyReply): Activity | undefined {
  const caller = callerOf(request);
  const rule = accessRuleOf(request);
  if (caller === undefined || rule === undefined || rule.kind === 'any-caller') return undefined;
  const { statusCode } = reply;
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if (isRead && statusCode !== 403) return undefined;
  const { subscriptionId, resourceGroup } = placeOf(rule.scope);
  const code = answeredCode(request);
  return {
    at: new Date().toISOString(),
    subscriptionId: subscriptionId ?? null,
    groupKey: resourceGroup?.toLowerCase() ?? null,
    scopeKey: scopeKey(rule.scope),
    action: rule.action,
    status: statusOf(reply),
    principalId: caller.principalId,
    caller: caller.name,
    correlationId: textOf(reply.getHeader('x-ms-correlation-request-id')) ?? request.id,
    event: {
      eventDataId: randomUUID(),
      requestId: request.id,
      operationId: textOf(reply.getHeader('x-ms-request-id')) ?? request.id,
      scope: rule.scope,
      method: request.method,
      path: (request.url.split('?', 1)[0] ?? '').slice(0, 2_048),
      httpStatus: statusCode,
      clientAddress: request.ip,
      ...(code === undefined ? {} : { code }),
      ...(caller.appId === undefined ? {} : { appId: caller.appId }),
      ...member('clientRequestId', request.headers['x-ms-client-request-id']),
      ...member('commandName', request.headers['commandname']),
    },
  };
}

function statusOf(reply: FastifyReply): ActivityStatus {
  if (reply.statusCode >= 400) return 'Failed';
  return reply.statusCode === 202 || reply.hasHeader('azure-asyncoperation') ? 'Accepted' : 'Succeeded';
}

function placeOf(scope: string): { readonly subscriptionId?: string; readonly resourceGroup?: string } {
  const id = parseArmId(scope);
  if (id !== undefined) return { ...id, subscriptionId: id.subscriptionId.toLowerCase() };
  // Scopes of lists and of catalogues are no ids, but begin like one.
  const [, first, subscriptionId] = scope.split('/');
  const isIn = first?.toLowerCase() === 'subscriptions' && subscriptionId !== undefined;
  return isIn ? { subscriptionId: subscriptionId.toLowerCase() } : {};
}

function member<Name extends string>(name: Name, value: unknown): { readonly [Key in Name]?: string } {
  const text = textOf(value);
  return (text === undefined ? {} : { [name]: text }) as { readonly [Key in Name]?: string };
}

/** PostgreSQL takes no NUL, and the log no line breaks. */
function textOf(value: unknown): string | undefined {
  if (typeof value !== 'string' || value === '') return undefined;
  return value.slice(0, MAX_TEXT_LENGTH).replace(/[^\x20-\x7e]/g, '?');
}

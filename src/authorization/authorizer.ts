import { Inject, Injectable, Optional } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { refusal } from '#libs/refusal';
import { RefusalError } from '../errors/refusal-error.js';
import { EMULATION_HEADER } from '../emulation/emulation-header.js';
import { callerOf } from '../identity/caller.js';
import type { Caller } from '../identity/token-verifier.js';
import { findOperationSubject, keepOperationCaller } from '../persistence/operation-access.repository.js';
import { AccessControl } from './access-control.js';
import { type AccessRule, type RouteAccess, routeAccess } from './access-rule.js';
import { setAccessRule } from './access-rule-of.js';
import { forbidden } from './forbidden.js';
import { typeOf } from './item-access.js';
import { linkedFault } from './linked-access.js';
import { limitToVisible } from './partial-view.js';
import type { Rights } from './rights.js';
import { scopeKey } from './scope.js';

type Params = Readonly<Record<string, string>>;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Decides of every request whether its caller may make it (ARM-21), from its method and route alone: no route can
 * forget to ask. It runs before the body is read, and again over the body for what that refers to.
 */
@Injectable()
export class Authorizer {
  readonly #routes = new Map<string, RouteAccess>();

  constructor(
    @Inject(AccessControl) private readonly access: AccessControl,
    @Optional() @Inject(DataSource) private readonly database?: DataSource,
  ) {}

  /** Throws RefusalError forbidden, or operation-not-found for a poll of somebody else's operation. */
  async authorize(request: FastifyRequest): Promise<void> {
    const caller = callerOf(request);
    const { url: pattern } = request.routeOptions;
    // Public routes have no caller; what nothing serves is answered 404 to every caller.
    if (caller === undefined || pattern === undefined) return;
    const rule = this.ruleOf(request.method, pattern, request);
    setAccessRule(request, rule);
    const pending = this.access.rightsOf(caller);
    const rights = pending instanceof Promise ? await pending : pending;
    await this.require(request, caller, rights, rule);
    if (request.headers[EMULATION_HEADER] !== undefined) requireEmulation(caller, rights, rule);
  }

  /** Throws RefusalError linked-forbidden when a body refers to something that its sender may not use. */
  async authorizeBody(request: FastifyRequest): Promise<void> {
    const caller = callerOf(request);
    if (caller === undefined || caller.kind === 'access-token') return;
    if (typeof request.body !== 'object' || request.body === null) return;
    const fault = linkedFault(caller, await this.access.rightsOf(caller), request);
    if (fault !== undefined) throw fault;
  }

  /** Remembers who began an operation, before the answer says where to ask for it. */
  async noteOperation(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const caller = callerOf(request);
    if (caller === undefined || caller.kind === 'access-token' || this.database === undefined) return;
    const operationId = String(reply.getHeader('x-ms-request-id'));
    const isBegun = reply.hasHeader('azure-asyncoperation') || reply.hasHeader('location');
    if (!isBegun || operationId === request.id || !UUID.test(operationId)) return;
    await keepOperationCaller(this.database, operationId, caller.principalId);
  }

  private ruleOf(method: string, pattern: string, request: FastifyRequest): AccessRule {
    const key = `${method} ${pattern}`;
    let access = this.#routes.get(key);
    if (access === undefined) {
      access = routeAccess(method, pattern);
      this.#routes.set(key, access);
    }
    return access(request.params as Params);
  }

  private async require(
    request: FastifyRequest,
    caller: Caller,
    rights: Rights,
    rule: AccessRule,
  ): Promise<void> {
    if (rule.kind === 'any-caller') return;
    const scope = scopeKey(rule.scope);
    switch (rule.kind) {
      case 'any-role':
        if (rights.touches(scope)) return;
        break;
      case 'action':
        if (rights.allows(rule.action, scope)) return;
        break;
      case 'list':
        if (rights.allows(rule.action, scope)) return;
        if (rights.allowsBelow(rule.action, scope) || (rule.isOfAllTypes && rights.touches(scope))) {
          return limitToVisible(request, { caller, rights, lacking: rule });
        }
        break;
      case 'operation':
        if (rights.allows(rule.action, scope)) return;
        if (rights.touches(subscriptionOf(scope))) return this.requireOperation(caller, rights, rule);
        break;
    }
    throw forbidden(caller, rule);
  }

  private async requireOperation(
    caller: Caller,
    rights: Rights,
    { action, operationId, isPoll }: Extract<AccessRule, { readonly kind: 'operation' }>,
  ): Promise<void> {
    const subject =
      this.database !== undefined && UUID.test(operationId)
        ? await findOperationSubject(this.database, operationId)
        : undefined;
    if (subject !== undefined) {
      const { resourceId, principalId } = subject;
      const scope = scopeKey(resourceId);
      if (isPoll && principalId === caller.principalId) return;
      if (isPoll ? rights.allows(`${typeOf(resourceId) ?? ''}/read`, scope) : rights.allows(action, scope))
        return;
      if (!isPoll && rights.allows(`${typeOf(resourceId) ?? ''}/read`, scope)) {
        throw forbidden(caller, { action, scope: resourceId });
      }
    }
    // Nobody learns of an operation that is not theirs to see (ASSUME-25).
    throw new RefusalError(refusal('operation-not-found', `operation ${operationId}`));
  }
}

/** The header does what a request for the emulation of a VM does, and takes the same right. */
function requireEmulation(caller: Caller, rights: Rights, rule: AccessRule): void {
  if (rule.kind === 'any-caller') return;
  const action = 'Torpor.Emulator/emulation/write';
  if (!rights.allows(action, scopeKey(rule.scope))) throw forbidden(caller, { action, scope: rule.scope });
}

function subscriptionOf(scope: string): string {
  return scope.split('/').slice(0, 3).join('/');
}

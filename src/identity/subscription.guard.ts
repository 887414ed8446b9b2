import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { refusal } from '#libs/refusal';
import { RefusalError } from '../errors/refusal-error.js';
import type { SubscriptionStore } from './subscription-store.js';

/** Refuses paths below a subscription that does not exist, before anything else looks at them (ARM-15). */
export class SubscriptionGuard implements CanActivate {
  constructor(private readonly subscriptions: SubscriptionStore) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const id = subscriptionOf(context.switchToHttp().getRequest<FastifyRequest>());
    if (id === undefined) return true;
    const verdict = this.subscriptions.isServed(id);
    return verdict === true || this.refuseUnless(verdict, id);
  }

  private async refuseUnless(verdict: boolean | Promise<boolean>, id: string): Promise<boolean> {
    if (await verdict) return true;
    throw new RefusalError(refusal('subscription-not-found', id, { target: `/subscriptions/${id}` }));
  }
}

/** The parameter behind the first segment of the route, already decoded; never the text of the path itself. */
function subscriptionOf(request: FastifyRequest): string | undefined {
  const [, first = '', second = ''] = (request.routeOptions.url ?? '').split('/');
  if (first.toLowerCase() !== 'subscriptions' || !second.startsWith(':')) return undefined;
  return (request.params as Readonly<Record<string, string>>)[second.slice(1)];
}

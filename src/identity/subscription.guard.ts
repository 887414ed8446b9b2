import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { refusal } from '#libs/refusal';
import { RefusalError } from '../errors/refusal-error.js';
import type { Subscription } from './subscriptions.js';

const IN_PATH = /^\/subscriptions\/([^/?]+)/i;

/** Refuses paths below a subscription that does not exist, before anything else looks at them (ARM-15). */
export class SubscriptionGuard implements CanActivate {
  readonly #ids: ReadonlySet<string>;

  constructor(subscriptions: readonly Subscription[]) {
    this.#ids = new Set(subscriptions.map(({ id }) => id.toLowerCase()));
  }

  canActivate(context: ExecutionContext): boolean {
    const id = IN_PATH.exec(context.switchToHttp().getRequest<FastifyRequest>().url)?.[1];
    if (id === undefined || this.#ids.has(id.toLowerCase())) return true;
    throw new RefusalError(refusal('subscription-not-found', id, { target: `/subscriptions/${id}` }));
  }
}

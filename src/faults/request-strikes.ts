import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { strikeRequest, type RequestEffect } from '#libs/platform-faults';
import { refusal } from '#libs/refusal';
import { queryValue } from '../arm/query.js';
import { RefusalError } from '../errors/refusal-error.js';
import { RetryLaterError } from '../errors/retry-later-error.js';
import { callerOf } from '../identity/caller.js';
import { emulatedNow, readClock } from '../operations/emulated-clock.js';
import { countStrikes, lockArmedFaults } from '../persistence/armed-fault.repository.js';
import { rulesFor } from '../requests/request-rules.js';
import { requestSubject, type RoutedRequest } from './request-subject.js';

/** Answers that nobody is to get: the connection breaks instead, once they are ready. */
const UNANSWERED = new WeakSet<FastifyRequest>();

/**
 * Lets armed faults strike requests once their caller is known and before anything else looks at them. What a fault
 * answers is answered like any other refusal.
 */
@Injectable()
export class RequestStrikes implements OnModuleInit {
  constructor(
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
    @Inject(DataSource) private readonly database: DataSource,
  ) {}

  onModuleInit(): void {
    const server = this.host.httpAdapter.getInstance<FastifyInstance>();
    server.addHook('onRequest', (request, reply) => this.strike(request, reply));
    server.addHook('onSend', async (request, reply) => {
      if (UNANSWERED.has(request)) breakConnection(request, reply);
    });
  }

  private async strike(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    if (callerOf(request) === undefined) return;
    const effect = await this.effectOn(
      request,
      routed(request),
      `${request.method} ${request.url.split('?', 1)[0]}`,
    );
    if (effect === undefined) return;
    switch (effect.kind) {
      case 'answers': {
        const { refusal: refused, retryAfterSeconds } = effect;
        throw retryAfterSeconds === undefined
          ? new RefusalError(refused)
          : new RetryLaterError(refused, retryAfterSeconds);
      }
      case 'breaks-connection':
        if (effect.moment === 'after') UNANSWERED.add(request);
        else breakConnection(request, reply);
    }
  }

  /** What strikes a request; counted for good before it takes effect. */
  private async effectOn(
    request: FastifyRequest,
    route: RoutedRequest,
    struck: string,
  ): Promise<RequestEffect | undefined> {
    const subject = requestSubject(route);
    const subscriptionId = route.params['subscriptionId']?.toLowerCase();
    if (subject === undefined || subscriptionId === undefined) return undefined;
    if (!(await rulesFor(this.database, request, subscriptionId)).isFaultArmed) return undefined;
    return this.database.transaction(async (sql) => {
      const faults = await lockArmedFaults(sql, subscriptionId, 'request');
      const considered = strikeRequest(faults, subject);
      const nowMs = emulatedNow(await readClock(sql), Date.now());
      await countStrikes(sql, considered, { operationId: null, struck, nowMs });
      return considered.at(-1)?.effect;
    });
  }
}

function routed(request: FastifyRequest): RoutedRequest {
  const hibernate = queryValue(request, 'hibernate');
  return {
    method: request.method,
    route: request.routeOptions.url ?? '',
    params: request.params as Readonly<Record<string, string | undefined>>,
    hibernates: typeof hibernate === 'string' && hibernate.toLowerCase() === 'true',
  };
}

/** A request that the process has sent to itself has no connection: to it the service has failed. */
function breakConnection({ raw }: FastifyRequest, reply: FastifyReply): void {
  if (typeof (raw.socket as { destroy?: unknown } | undefined)?.destroy !== 'function') {
    throw new RefusalError(refusal('server-error', 'the connection broke'));
  }
  reply.hijack();
  raw.socket.destroy();
}

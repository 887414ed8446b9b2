import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Told of a request once it has been answered. It must not throw, and nobody waits for it. */
export type AnswerObserver = (request: FastifyRequest, reply: FastifyReply) => void;

/** Who wants to be told of answers. */
@Injectable()
export class AnswerObservers {
  readonly #observers: AnswerObserver[] = [];

  add(observer: AnswerObserver): void {
    this.#observers.push(observer);
  }

  tell(request: FastifyRequest, reply: FastifyReply): void {
    for (const observe of this.#observers) observe(request, reply);
  }
}

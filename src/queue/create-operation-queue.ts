import { BullmqOperationQueue } from './bullmq-operation-queue.js';
import type { OperationQueue } from './operation-queue.port.js';
import { postgresConnections, type QueueBackend, redisConnections } from './queue-backend.js';

export type { QueueBackend } from './queue-backend.js';

/** What a queue can be told beside where it lives. */
export interface QueueOptions {
  /** Processes with the same name and backend share the queue. Letters, digits and hyphens. */
  readonly name?: string;
  /** Told of errors that have no caller: lost connections, failed handlers. May be called often while a server is away. */
  readonly onError?: (error: Error) => void;
}

const DEFAULT_NAME = 'operations';

/** The operation queue on Redis or on PostgreSQL. Both behave alike; one conformance suite runs over both. */
export function createOperationQueue(backend: QueueBackend, options: QueueOptions = {}): OperationQueue {
  const { name = DEFAULT_NAME, onError = () => undefined } = options;
  switch (backend.kind) {
    case 'redis':
      return new BullmqOperationQueue(name, redisConnections(backend.url), onError);
    case 'postgres':
      return new BullmqOperationQueue(name, postgresConnections(backend.url), onError);
  }
}

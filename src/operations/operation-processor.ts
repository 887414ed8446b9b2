import { Inject, Injectable } from '@nestjs/common';
import type { OperationQueue } from '../queue/operation-queue.port.js';
import { OperationDriver } from './operation-driver.js';
import { OPERATION_QUEUE, WORKER_CONCURRENCY } from './tokens.js';

/** The worker's side of the queue: an id comes in, the operation is driven. */
@Injectable()
export class OperationProcessor {
  constructor(
    @Inject(OPERATION_QUEUE) private readonly queue: OperationQueue,
    @Inject(OperationDriver) private readonly driver: OperationDriver,
    @Inject(WORKER_CONCURRENCY) private readonly concurrency: number,
  ) {}

  async start(): Promise<void> {
    await this.queue.process((operationId) => this.driver.drive(operationId), {
      concurrency: this.concurrency,
    });
  }
}

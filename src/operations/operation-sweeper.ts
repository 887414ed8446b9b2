import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import { findOverdueOperations } from '../persistence/operation.repository.js';
import type { OperationQueue } from '../queue/operation-queue.port.js';
import { emulatedNow, readClock } from './emulated-clock.js';
import { OperationRelay } from './operation-relay.js';
import { RECONCILERS, type Reconciler } from './reconcilers.js';
import { LOGGER, OPERATION_QUEUE } from './tokens.js';

const SWEEP_INTERVAL_MS = 2_000;
/** An unfinished operation that nobody has touched for so long is queued again; a live job swallows the repeat. */
const UNTOUCHED_SECONDS = 4;
const SWEEP_LIMIT = 1_000;

/**
 * Takes no input: looks at what the database says is unfinished and queues it. Losing every key of the queue
 * therefore loses no operation (TORPOR-9). Any number of processes may sweep.
 */
@Injectable()
export class OperationSweeper {
  #timer: NodeJS.Timeout | undefined;
  #sweeping: Promise<void> = Promise.resolve();

  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(OPERATION_QUEUE) private readonly queue: OperationQueue,
    @Inject(OperationRelay) private readonly relay: OperationRelay,
    @Inject(RECONCILERS) private readonly reconcilers: readonly Reconciler[],
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  start(): void {
    this.#timer ??= setInterval(() => {
      this.#sweeping = this.sweep().catch((error: unknown) =>
        this.logger.warn({ err: error }, 'sweep failed'),
      );
    }, SWEEP_INTERVAL_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    await this.#sweeping;
    await this.relay.settled();
  }

  async sweep(): Promise<void> {
    this.relay.kick();
    const nowMs = emulatedNow(await readClock(this.database), Date.now());
    const overdue = await findOverdueOperations(this.database, {
      nowMs,
      untouchedSeconds: UNTOUCHED_SECONDS,
      limit: SWEEP_LIMIT,
    });
    if (overdue.length > 0) await this.queue.addMany(overdue);
    for (const reconciler of this.reconcilers) await reconciler.reconcile();
  }
}

import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import { clearOutbox, readOutbox } from '../persistence/operation.repository.js';
import type { OperationQueue } from '../queue/operation-queue.port.js';
import { LOGGER, OPERATION_QUEUE } from './tokens.js';

/** Ids moved together. */
const BATCH = 200;

/**
 * Moves operation ids from the outbox into the queue. Kicked after each commit that filled the outbox; what a
 * crash leaves behind is taken by the sweeper's next call.
 */
@Injectable()
export class OperationRelay {
  #running: Promise<void> | undefined;
  #again = false;

  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(OPERATION_QUEUE) private readonly queue: OperationQueue,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Returns at once; errors are logged, the ids stay in the outbox. */
  kick(): void {
    this.#again = true;
    this.#running ??= this.drain()
      .catch((error: unknown) => this.logger.warn({ err: error }, 'the outbox could not be relayed'))
      .finally(() => {
        this.#running = undefined;
        if (this.#again) this.kick();
      });
  }

  /** Waits for a drain that is under way. */
  async settled(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  private async drain(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      let moved: number;
      do {
        moved = await this.moveBatch();
      } while (moved === BATCH);
    }
  }

  /** Queued before they leave the outbox: a crash in between queues twice, never not at all (TORPOR-9). */
  private async moveBatch(): Promise<number> {
    const ids = await readOutbox(this.database, BATCH);
    if (ids.length > 0) {
      await this.queue.addMany(ids);
      await clearOutbox(this.database, ids);
    }
    return ids.length;
  }
}

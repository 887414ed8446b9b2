import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import { AnswerObservers } from '../identity/answer-observers.js';
import { LOGGER } from '../operations/tokens.js';
import {
  type Activity,
  type ActivityRetention,
  insertActivities,
  pruneActivities,
} from '../persistence/activity-log.repository.js';
import { activityOf } from './activity-of-request.js';

/** How long an event waits for others, at most. Unit: ms. */
const GATHER_MS = 250;
/** Events of one statement. */
const BATCH = 500;
/** Events that wait while the database is out of reach; beyond them the oldest are lost, and the log says so. */
const MOST_WAITING = 20_000;
/** Events between two looks at what is too old. */
const PRUNE_EVERY = 2_000;

/** As long as in Azure, and few enough that the log stays small beside everything else. */
const RETENTION: ActivityRetention = { events: 100_000, days: 90 };

/**
 * Writes the activity log behind the answers: a request waits for nothing, events are stored in batches shortly
 * afterwards, and what is left at shutdown is stored then. A crash loses at most the last batch.
 */
@Injectable()
export class ActivityRecorder implements OnApplicationShutdown {
  #waiting: Activity[] = [];
  #timer: NodeJS.Timeout | undefined;
  #storing: Promise<void> = Promise.resolve();
  #sincePruned = PRUNE_EVERY;

  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(AnswerObservers) observers: AnswerObservers,
  ) {
    observers.add((request, reply) => this.note(request, reply));
  }

  /** Takes down a request that was answered, if it is one for the log. */
  note(request: FastifyRequest, reply: FastifyReply): void {
    const activity = activityOf(request, reply);
    if (activity === undefined) return;
    this.#waiting.push(activity);
    if (this.#waiting.length > MOST_WAITING) {
      const lost = this.#waiting.splice(0, BATCH).length;
      this.logger.error({ lost }, 'the activity log could not be stored; its oldest events are lost');
    }
    this.#timer ??= setTimeout(() => void this.flush(), GATHER_MS).unref();
  }

  /** Stores what is waiting; on a failure it keeps waiting for the next time. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#storing = this.#storing.then(() => this.store());
    return this.#storing;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.flush();
    if (this.#waiting.length > 0) {
      this.logger.error({ lost: this.#waiting.length }, 'the end of the activity log could not be stored');
    }
  }

  private async store(): Promise<void> {
    try {
      while (this.#waiting.length > 0) {
        const batch = this.#waiting.slice(0, BATCH);
        await insertActivities(this.database, batch);
        // Events that came meanwhile are behind the batch; should the oldest have been dropped, fewer are left.
        const stored = new Set(batch);
        this.#waiting = this.#waiting.filter((activity) => !stored.has(activity));
        this.#sincePruned += batch.length;
      }
      if (this.#sincePruned < PRUNE_EVERY) return;
      this.#sincePruned = 0;
      await pruneActivities(this.database, RETENTION);
    } catch (error) {
      this.logger.warn({ err: error, waiting: this.#waiting.length }, 'the activity log is not stored yet');
    }
  }
}

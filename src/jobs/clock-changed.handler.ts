import { Inject } from '@nestjs/common';
import { EventsHandler, type IEventHandler } from '@nestjs/cqrs';
import type { Logger } from 'pino';
import { ClockChangedEvent } from '../clock/clock-changed.event.js';
import { LOGGER } from '../operations/tokens.js';
import { JobReconciler } from './job-reconciler.js';

/** Jobs whose time has come start at once instead of at the next sweep. */
@EventsHandler(ClockChangedEvent)
export class ClockChangedHandler implements IEventHandler<ClockChangedEvent> {
  constructor(
    @Inject(JobReconciler) private readonly jobs: JobReconciler,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async handle(_event: ClockChangedEvent): Promise<void> {
    await this.jobs.reconcile().catch((error: unknown) => {
      this.logger.warn({ err: error }, 'jobs could not be advanced after the clock had changed');
    });
  }
}

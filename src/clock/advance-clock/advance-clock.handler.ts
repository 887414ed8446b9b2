import { Inject } from '@nestjs/common';
import { CommandHandler, EventBus, type ICommandHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { refusal } from '#libs/refusal';
import { RefusalError } from '../../errors/refusal-error.js';
import type { ClockSetting } from '../../operations/emulated-clock.js';
import { OPERATION_QUEUE } from '../../operations/tokens.js';
import type { OperationQueue } from '../../queue/operation-queue.port.js';
import { changeClock } from '../change-clock.js';
import { ClockChangedEvent } from '../clock-changed.event.js';
import { AdvanceClockCommand } from './advance-clock.command.js';

@CommandHandler(AdvanceClockCommand)
export class AdvanceClockHandler implements ICommandHandler<AdvanceClockCommand> {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(OPERATION_QUEUE) private readonly queue: OperationQueue,
    @Inject(EventBus) private readonly events: EventBus,
  ) {}

  /** Throws `RefusalError` clock-mode-forbids, and invalid-parameter for an advance beyond the last date. */
  async execute({ milliseconds }: AdvanceClockCommand): Promise<ClockSetting> {
    const { setting, woken } = await changeClock(this.database, (before, realMs) => {
      if (before.mode !== 'manual') {
        throw new RefusalError(refusal('clock-mode-forbids', `the clock is in ${before.mode} mode`));
      }
      const emulatedMs = before.emulatedMs + milliseconds;
      return { setting: { ...before, realMs, emulatedMs }, nowMs: emulatedMs, wakes: 'due' };
    });
    await this.queue.addMany(woken);
    this.events.publish(new ClockChangedEvent());
    return setting;
  }
}

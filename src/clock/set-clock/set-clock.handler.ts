import { Inject } from '@nestjs/common';
import { CommandHandler, EventBus, type ICommandHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { type ClockSetting, emulatedNow } from '../../operations/emulated-clock.js';
import { OPERATION_QUEUE } from '../../operations/tokens.js';
import type { OperationQueue } from '../../queue/operation-queue.port.js';
import { changeClock } from '../change-clock.js';
import { ClockChangedEvent } from '../clock-changed.event.js';
import { SetClockCommand } from './set-clock.command.js';

@CommandHandler(SetClockCommand)
export class SetClockHandler implements ICommandHandler<SetClockCommand> {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(OPERATION_QUEUE) private readonly queue: OperationQueue,
    @Inject(EventBus) private readonly events: EventBus,
  ) {}

  /** Whatever waits is looked at afresh: how long it still has to wait is no longer what it was. */
  async execute({ mode, factor }: SetClockCommand): Promise<ClockSetting> {
    const { setting, woken } = await changeClock(this.database, (before, realMs) => {
      const emulatedMs = emulatedNow(before, realMs);
      return { setting: { mode, factor, realMs, emulatedMs }, nowMs: emulatedMs, wakes: 'all' };
    });
    await this.queue.addMany(woken);
    this.events.publish(new ClockChangedEvent());
    return setting;
  }
}

import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type ClockSetting, emulatedNow } from '../../operations/emulated-clock.js';
import { EmulatedClockChange } from '../emulated-clock-change.js';
import { SetClockCommand } from './set-clock.command.js';

@CommandHandler(SetClockCommand)
export class SetClockHandler implements ICommandHandler<SetClockCommand> {
  constructor(@Inject(EmulatedClockChange) private readonly clock: EmulatedClockChange) {}

  execute({ mode, factor }: SetClockCommand): Promise<ClockSetting> {
    return this.clock.make((before, realMs) => {
      const emulatedMs = Math.floor(emulatedNow(before, realMs));
      return { setting: { mode, factor, realMs, emulatedMs }, wakes: 'all' };
    });
  }
}

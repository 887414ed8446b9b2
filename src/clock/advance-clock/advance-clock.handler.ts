import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { refusal } from '#libs/refusal';
import { RefusalError } from '../../errors/refusal-error.js';
import type { ClockSetting } from '../../operations/emulated-clock.js';
import { EmulatedClockChange } from '../emulated-clock-change.js';
import { AdvanceClockCommand } from './advance-clock.command.js';

@CommandHandler(AdvanceClockCommand)
export class AdvanceClockHandler implements ICommandHandler<AdvanceClockCommand> {
  constructor(@Inject(EmulatedClockChange) private readonly clock: EmulatedClockChange) {}

  /** Throws `RefusalError` clock-mode-forbids, and invalid-parameter for an advance beyond the last date. */
  execute({ milliseconds }: AdvanceClockCommand): Promise<ClockSetting> {
    return this.clock.make((before, realMs) => {
      if (before.mode !== 'manual') {
        throw new RefusalError(refusal('clock-mode-forbids', `the clock is in ${before.mode} mode`));
      }
      const emulatedMs = before.emulatedMs + milliseconds;
      return { setting: { ...before, realMs, emulatedMs }, wakes: 'due' };
    });
  }
}

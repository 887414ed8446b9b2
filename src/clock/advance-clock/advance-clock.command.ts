import { Command } from '@nestjs/cqrs';
import type { ClockSetting } from '../../operations/emulated-clock.js';

/** Lets emulated time pass at once; in `manual` mode only (TORPOR-13). */
export class AdvanceClockCommand extends Command<ClockSetting> {
  constructor(readonly milliseconds: number) {
    super();
  }
}

import { Command } from '@nestjs/cqrs';
import type { ClockMode, ClockSetting } from '../../operations/emulated-clock.js';

/** Changes how emulated time passes from now on; it goes on from where it is (TORPOR-13). */
export class SetClockCommand extends Command<ClockSetting> {
  constructor(
    readonly mode: ClockMode,
    /** Emulated seconds in a real one; counts in `scaled` mode only. */
    readonly factor: number,
  ) {
    super();
  }
}

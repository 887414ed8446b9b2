import { Query } from '@nestjs/cqrs';
import type { ClockSetting } from '../../operations/emulated-clock.js';

/** How emulated time passes. */
export class GetClockQuery extends Query<ClockSetting> {}

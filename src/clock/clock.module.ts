import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { AdvanceClockHandler } from './advance-clock/advance-clock.handler.js';
import { AdvanceClockController } from './advance-clock/advance-clock.http.js';
import { EmulatedClockChange } from './emulated-clock-change.js';
import { GetClockHandler } from './get-clock/get-clock.handler.js';
import { GetClockController } from './get-clock/get-clock.http.js';
import { SetClockHandler } from './set-clock/set-clock.handler.js';
import { SetClockController } from './set-clock/set-clock.http.js';

/** Emulated time, and what passes with it. */
@Module({
  imports: [CqrsModule],
  controllers: [GetClockController, SetClockController, AdvanceClockController],
  providers: [EmulatedClockChange, GetClockHandler, SetClockHandler, AdvanceClockHandler],
})
export class ClockModule {}

import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { GetExplanationHandler } from './get-explanation/get-explanation.handler.js';
import { GetExplanationController } from './get-explanation/get-explanation.http.js';
import { GetPinsHandler } from './get-pins/get-pins.handler.js';
import { GetPinsController } from './get-pins/get-pins.http.js';

/** What came of a VM, told so that one learns from it: verdicts explained, and what scripts must pin. */
@Module({
  imports: [CqrsModule],
  controllers: [GetExplanationController, GetPinsController],
  providers: [GetExplanationHandler, GetPinsHandler],
})
export class ExplanationsModule {}

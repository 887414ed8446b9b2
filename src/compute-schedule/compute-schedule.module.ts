import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { JobsModule } from '../jobs/jobs.module.js';
import { CancelActionsHandler } from './cancel-actions/cancel-actions.handler.js';
import { CancelActionsController } from './cancel-actions/cancel-actions.http.js';
import { GetActionErrorsHandler } from './get-action-errors/get-action-errors.handler.js';
import { GetActionErrorsController } from './get-action-errors/get-action-errors.http.js';
import { GetActionStatusHandler } from './get-action-status/get-action-status.handler.js';
import { GetActionStatusController } from './get-action-status/get-action-status.http.js';
import { ScheduleActionsHandler } from './schedule-actions/schedule-actions.handler.js';
import { SCHEDULE_ACTIONS_CONTROLLERS } from './schedule-actions/schedule-actions.http.js';

/** Microsoft.ComputeSchedule: starts, deallocations and hibernations of many VMs, at once or at a deadline, as jobs. */
@Module({
  imports: [CqrsModule, JobsModule],
  controllers: [
    CancelActionsController,
    GetActionErrorsController,
    GetActionStatusController,
    ...SCHEDULE_ACTIONS_CONTROLLERS,
  ],
  providers: [CancelActionsHandler, GetActionErrorsHandler, GetActionStatusHandler, ScheduleActionsHandler],
})
export class ComputeScheduleModule {}

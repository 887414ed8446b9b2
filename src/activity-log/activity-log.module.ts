import { Module } from '@nestjs/common';
import { ActivityRecorder } from './activity-recorder.js';
import { ListActivitiesController } from './list-activities/list-activities.http.js';

/** Keeps who did what, and shows it. The server tells the recorder of every answer. */
@Module({
  controllers: [ListActivitiesController],
  providers: [ActivityRecorder],
  exports: [ActivityRecorder],
})
export class ActivityLogModule {}

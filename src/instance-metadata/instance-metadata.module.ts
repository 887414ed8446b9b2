import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { GetEndpointHandler } from './get-endpoint/get-endpoint.handler.js';
import { GetEndpointController } from './get-endpoint/get-endpoint.http.js';
import { GetInstanceHandler } from './get-instance/get-instance.handler.js';
import { GetInstanceController } from './get-instance/get-instance.http.js';
import { GetTokenHandler } from './get-token/get-token.handler.js';
import { GetTokenController } from './get-token/get-token.http.js';
import { GetScheduledEventsHandler } from './scheduled-events/get-scheduled-events.handler.js';
import { ScheduledEventsController } from './scheduled-events/scheduled-events.http.js';

/** What the platform tells the guest of a VM, where Azure has its Instance Metadata Service. */
@Module({
  imports: [CqrsModule],
  controllers: [GetInstanceController, ScheduledEventsController, GetTokenController, GetEndpointController],
  providers: [GetInstanceHandler, GetScheduledEventsHandler, GetTokenHandler, GetEndpointHandler],
})
export class InstanceMetadataModule {}

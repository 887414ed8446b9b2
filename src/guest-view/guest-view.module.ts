import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { GetGuestViewHandler } from './get-guest-view/get-guest-view.handler.js';
import { GetGuestViewController } from './get-guest-view/get-guest-view.http.js';

/** What can be seen from inside a VM. */
@Module({
  imports: [CqrsModule],
  controllers: [GetGuestViewController],
  providers: [GetGuestViewHandler],
})
export class GuestViewModule {}

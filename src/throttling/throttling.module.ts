import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { GetThrottlingHandler } from './get-throttling/get-throttling.handler.js';
import { GetThrottlingController } from './get-throttling/get-throttling.http.js';
import { PutThrottlingHandler } from './put-throttling/put-throttling.handler.js';
import { PutThrottlingController } from './put-throttling/put-throttling.http.js';
import { RequestThrottle } from './request-throttle.js';

/** Limits on how many requests are served; off unless it is switched on. */
@Module({
  imports: [CqrsModule],
  controllers: [GetThrottlingController, PutThrottlingController],
  providers: [GetThrottlingHandler, PutThrottlingHandler, RequestThrottle],
})
export class ThrottlingModule {}

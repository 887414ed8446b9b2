import { Controller, Get, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ArmParam } from '../../arm/parameters.js';
import { emulatorPath } from '../../emulator-namespace/emulator-resource.js';
import { SUBSCRIPTION_ID } from '../../requests/path-names.js';
import { throttlingDocument, type ThrottlingDocument } from '../throttling-document.js';
import { GetThrottlingQuery } from './get-throttling.query.js';

@Controller()
export class GetThrottlingController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Get(emulatorPath('throttling/default'))
  async get(
    @ArmParam('subscriptionId', SUBSCRIPTION_ID) subscriptionId: string,
  ): Promise<ThrottlingDocument> {
    return throttlingDocument(subscriptionId, await this.queries.execute(new GetThrottlingQuery()));
  }
}

import { Controller, Get, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ArmParam } from '../../arm/parameters.js';
import { emulatorPath } from '../../emulator-namespace/emulator-resource.js';
import { SUBSCRIPTION_ID } from '../../requests/path-names.js';
import { clockDocument, type ClockDocument } from '../clock-document.js';
import { GetClockQuery } from './get-clock.query.js';

@Controller()
export class GetClockController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Get(emulatorPath('clock/default'))
  async get(@ArmParam('subscriptionId', SUBSCRIPTION_ID) subscriptionId: string): Promise<ClockDocument> {
    return clockDocument(subscriptionId, await this.queries.execute(new GetClockQuery()));
  }
}

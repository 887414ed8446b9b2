import { Controller, Get, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ArmParam } from '../../arm/parameters.js';
import { emulatorPath } from '../../emulator-namespace/emulator-resource.js';
import { SUBSCRIPTION_ID } from '../../requests/path-names.js';
import { hostDocument, type HostDocument } from '../host-document.js';
import { GetHostQuery } from './get-host.query.js';

@Controller()
export class GetHostController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Get(emulatorPath('hosts/:hostName'))
  async get(
    @ArmParam('subscriptionId', SUBSCRIPTION_ID) subscriptionId: string,
    @ArmParam('hostName') name: string,
  ): Promise<HostDocument> {
    return hostDocument(subscriptionId, await this.queries.execute(new GetHostQuery(name)));
  }
}

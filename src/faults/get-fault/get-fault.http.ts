import { Controller, Get, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ArmParam } from '../../arm/parameters.js';
import { emulatorPath } from '../../emulator-namespace/emulator-resource.js';
import { SUBSCRIPTION_ID } from '../../requests/path-names.js';
import { faultDocument, type FaultDocument } from '../fault-document.js';
import { GetFaultQuery } from './get-fault.query.js';

@Controller()
export class GetFaultController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Get(emulatorPath('faults/:faultName'))
  async get(
    @ArmParam('subscriptionId', SUBSCRIPTION_ID) subscriptionId: string,
    @ArmParam('faultName') name: string,
  ): Promise<FaultDocument> {
    const { fault, struck } = await this.queries.execute(new GetFaultQuery({ subscriptionId, name }));
    return faultDocument(fault, struck);
  }
}

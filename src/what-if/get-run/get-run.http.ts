import { Controller, Get, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ArmParam } from '../../arm/parameters.js';
import { emulatorPath } from '../../emulator-namespace/emulator-resource.js';
import { SUBSCRIPTION_ID } from '../../requests/path-names.js';
import { runDocument, type RunDocument } from '../runs/run-document.js';
import { GetRunQuery } from './get-run.query.js';

@Controller()
export class GetRunController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Get(emulatorPath('whatIfRuns/:runName'))
  async get(
    @ArmParam('subscriptionId', SUBSCRIPTION_ID) subscriptionId: string,
    @ArmParam('runName') name: string,
  ): Promise<RunDocument> {
    const { run, scenarios } = await this.queries.execute(new GetRunQuery({ subscriptionId, name }));
    return runDocument(subscriptionId, run, scenarios);
  }
}

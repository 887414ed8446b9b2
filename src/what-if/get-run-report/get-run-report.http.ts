import { Controller, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { ArmPost } from '../../arm/answers.js';
import { ArmParam, ArmReply } from '../../arm/parameters.js';
import { emulatorPath } from '../../emulator-namespace/emulator-resource.js';
import { SUBSCRIPTION_ID } from '../../requests/path-names.js';
import { GetRunReportQuery } from './get-run-report.query.js';

@Controller()
export class GetRunReportController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  /** The page says itself what a browser may run of it. */
  @ArmPost(emulatorPath('whatIfRuns/:runName/report'))
  async report(
    @ArmParam('subscriptionId', SUBSCRIPTION_ID) subscriptionId: string,
    @ArmParam('runName') name: string,
    @ArmReply() reply: FastifyReply,
  ): Promise<string> {
    const page = await this.queries.execute(new GetRunReportQuery({ subscriptionId, name }));
    reply.type('text/html; charset=utf-8');
    return page;
  }
}

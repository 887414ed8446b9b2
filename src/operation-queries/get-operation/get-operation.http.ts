import { Controller, Get, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ArmParam, ArmQuery } from '../../arm/parameters.js';
import { emulatorPath } from '../../emulator-namespace/emulator-resource.js';
import { SUBSCRIPTION_ID } from '../../requests/path-names.js';
import { operationDocument, type OperationDocument } from '../operation-document.js';
import { operationQuery, type OperationQueryString } from './get-operation.dto.js';
import { GetOperationQuery } from './get-operation.query.js';

@Controller()
export class GetOperationController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Get(emulatorPath('operations/:operationId'))
  async get(
    @ArmParam('subscriptionId', SUBSCRIPTION_ID) subscriptionId: string,
    @ArmParam('operationId') operationId: string,
    @ArmQuery(operationQuery) { $expand }: OperationQueryString,
  ): Promise<OperationDocument> {
    const found = await this.queries.execute(new GetOperationQuery({ subscriptionId, operationId }));
    return operationDocument(found, { withLog: $expand === 'log' });
  }
}

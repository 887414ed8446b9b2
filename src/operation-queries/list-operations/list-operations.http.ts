import { Controller, Get, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import { refusal } from '#libs/refusal';
import { type ArmPage, armPage, ArmPageRequest, type PageRequest } from '../../arm/page.js';
import { ArmParam, ArmQuery, ArmRequest } from '../../arm/parameters.js';
import { emulatorPath } from '../../emulator-namespace/emulator-resource.js';
import { RefusalError } from '../../errors/refusal-error.js';
import { SUBSCRIPTION_ID } from '../../requests/path-names.js';
import { isOperationId } from '../load-operation.js';
import { operationDocument, type OperationDocument } from '../operation-document.js';
import { operationsQuery, type OperationsQueryString } from './list-operations.dto.js';
import { ListOperationsQuery } from './list-operations.query.js';

@Controller()
export class ListOperationsController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Get(emulatorPath('operations'))
  async list(
    @ArmParam('subscriptionId', SUBSCRIPTION_ID) subscriptionId: string,
    @ArmQuery(operationsQuery) { status, vm, top }: OperationsQueryString,
    @ArmPageRequest() page: PageRequest,
    @ArmRequest() request: FastifyRequest,
  ): Promise<ArmPage<OperationDocument>> {
    const { after } = page;
    if (after !== undefined && !isOperationId(after)) {
      throw new RefusalError(
        refusal('invalid-parameter', '$skiptoken is not one of this list', { target: '$skiptoken' }),
      );
    }
    const found = await this.queries.execute(
      new ListOperationsQuery({
        subscriptionId,
        limit: top ?? page.limit + 1,
        ...(status === undefined ? {} : { status }),
        ...(vm === undefined ? {} : { vmName: vm }),
        ...(after === undefined ? {} : { after }),
      }),
    );
    const documents = found.map((operation) => operationDocument(operation));
    return top === undefined ? armPage(request, page, documents, ({ name }) => name) : { value: documents };
  }
}

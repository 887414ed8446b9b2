import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { CancelOperationHandler } from './cancel-operation/cancel-operation.handler.js';
import { CancelOperationController } from './cancel-operation/cancel-operation.http.js';
import { GetOperationHandler } from './get-operation/get-operation.handler.js';
import { GetOperationController } from './get-operation/get-operation.http.js';
import { ListOperationsHandler } from './list-operations/list-operations.handler.js';
import { ListOperationsController } from './list-operations/list-operations.http.js';
import { RetryOperationHandler } from './retry-operation/retry-operation.handler.js';
import { RetryOperationController } from './retry-operation/retry-operation.http.js';

/** Operations step by step: what they did, why, and how to stop them. */
@Module({
  imports: [CqrsModule],
  controllers: [
    GetOperationController,
    ListOperationsController,
    CancelOperationController,
    RetryOperationController,
  ],
  providers: [GetOperationHandler, ListOperationsHandler, CancelOperationHandler, RetryOperationHandler],
})
export class OperationQueriesModule {}

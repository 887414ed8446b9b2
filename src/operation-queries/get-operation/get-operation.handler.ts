import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { loadOperation } from '../load-operation.js';
import type { LoggedOperation } from '../operation-document.js';
import { GetOperationQuery } from './get-operation.query.js';

@QueryHandler(GetOperationQuery)
export class GetOperationHandler implements IQueryHandler<GetOperationQuery> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws `RefusalError` operation-not-found. */
  execute({ operation }: GetOperationQuery): Promise<LoggedOperation> {
    return loadOperation(this.database, operation);
  }
}

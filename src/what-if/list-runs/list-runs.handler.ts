import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { listWhatIfRuns, type WhatIfRunRow } from '../../persistence/what-if-run.repository.js';
import { ListRunsQuery } from './list-runs.query.js';

@QueryHandler(ListRunsQuery)
export class ListRunsHandler implements IQueryHandler<ListRunsQuery> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  execute({ subscriptionId, limit, after }: ListRunsQuery): Promise<readonly WhatIfRunRow[]> {
    return listWhatIfRuns(this.database, {
      subscriptionId,
      limit,
      ...(after === undefined ? {} : { after }),
    });
  }
}

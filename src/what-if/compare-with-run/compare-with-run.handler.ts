import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { compareRuns } from '../compare/compare-runs.js';
import type { RunComparison } from '../compare/run-comparison.js';
import { loadTold } from '../runs/load-run.js';
import { CompareWithRunQuery } from './compare-with-run.query.js';

@QueryHandler(CompareWithRunQuery)
export class CompareWithRunHandler implements IQueryHandler<CompareWithRunQuery> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws `RefusalError` what-if-run-not-found, what-if-run-unfinished. */
  async execute({ before, after }: CompareWithRunQuery): Promise<RunComparison> {
    return compareRuns(await loadTold(this.database, before), await loadTold(this.database, after));
  }
}

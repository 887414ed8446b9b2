import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { reportHtml } from '../report/report-html.js';
import { loadTold } from '../runs/load-run.js';
import { GetRunReportQuery } from './get-run-report.query.js';

@QueryHandler(GetRunReportQuery)
export class GetRunReportHandler implements IQueryHandler<GetRunReportQuery> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws `RefusalError` what-if-run-not-found, what-if-run-unfinished. */
  async execute({ run }: GetRunReportQuery): Promise<string> {
    return reportHtml(await loadTold(this.database, run));
  }
}

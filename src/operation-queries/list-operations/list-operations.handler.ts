import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { emulatedNow, readClock } from '../../operations/emulated-clock.js';
import { findJobNames } from '../../persistence/job.repository.js';
import { loadLogOutlines } from '../../persistence/operation-log.repository.js';
import { listOperations } from '../../persistence/operation.repository.js';
import type { LoggedOperation } from '../operation-document.js';
import { ListOperationsQuery } from './list-operations.query.js';

@QueryHandler(ListOperationsQuery)
export class ListOperationsHandler implements IQueryHandler<ListOperationsQuery> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  async execute({ filter }: ListOperationsQuery): Promise<readonly LoggedOperation[]> {
    const operations = await listOperations(this.database, filter);
    const jobIds = operations.flatMap(({ jobId }) => (jobId === null ? [] : [jobId]));
    const [logs, jobs, clock] = await Promise.all([
      loadLogOutlines(
        this.database,
        operations.map(({ id }) => id),
      ),
      findJobNames(this.database, [...new Set(jobIds)]),
      readClock(this.database),
    ]);
    const nowMs = emulatedNow(clock, Date.now());
    return operations.map((operation) => {
      const jobName = operation.jobId === null ? undefined : jobs.get(operation.jobId);
      const log = logs.get(operation.id) ?? [];
      return { operation, log, nowMs, ...(jobName === undefined ? {} : { jobName }) };
    });
  }
}

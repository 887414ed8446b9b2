import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DataSource, type EntityManager } from 'typeorm';
import { refusal } from '#libs/refusal';
import { RefusalError } from '../../errors/refusal-error.js';
import { emulatedNow, readClock } from '../../operations/emulated-clock.js';
import { findVmNames, insertItems } from '../../persistence/job-item.repository.js';
import { insertJob, type JobName, type JobVmName } from '../../persistence/job.repository.js';
import type { JobProgress } from '../job-document.js';
import { JobDriver } from '../job-driver.js';
import { startInstant } from '../job-progress.js';
import { loadJobProgress } from '../load-job.js';
import { SubmitJobCommand } from './submit-job.command.js';

/** Missing VMs that a refusal names. */
const MAX_NAMED = 50;

@CommandHandler(SubmitJobCommand)
export class SubmitJobHandler implements ICommandHandler<SubmitJobCommand> {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(JobDriver) private readonly driver: JobDriver,
  ) {}

  /** Throws `RefusalError` job-name-taken, and job-file-invalid for VMs that do not exist. */
  async execute({ job, spec }: SubmitJobCommand): Promise<JobProgress> {
    const id = await this.database.transaction(async (sql) => {
      const startAtMs = startInstant(spec.startTime, emulatedNow(await readClock(sql), Date.now()));
      const id = await insertJob(sql, { ...job, spec, startAtMs });
      if (id === undefined) throw new RefusalError(refusal('job-name-taken', `job ${job.name}`));
      if ('virtualMachines' in spec.select) await insertListed(sql, id, job, spec.select.virtualMachines);
      return id;
    });
    await this.driver.advance(id);
    return loadJobProgress(this.database, job);
  }
}

async function insertListed(
  sql: EntityManager,
  id: string,
  { subscriptionId }: JobName,
  wanted: readonly JobVmName[],
): Promise<void> {
  const found = await findVmNames(sql, subscriptionId, wanted);
  const missing = wanted.flatMap(({ resourceGroup, name }, index) =>
    found[index] === undefined
      ? [
          refusal('vm-not-found', `there is no VM ${name} in group ${resourceGroup}`, {
            target: `properties.select.virtualMachines[${index}]`,
          }),
        ]
      : [],
  );
  const [first] = missing;
  if (first !== undefined) {
    const detail = `${missing.length} of ${wanted.length} VMs do not exist`;
    const extra = first.target === undefined ? {} : { target: first.target };
    throw new RefusalError(refusal('job-file-invalid', detail, extra), missing.slice(0, MAX_NAMED));
  }
  await insertItems(
    sql,
    { id, subscriptionId },
    found.filter((name) => name !== undefined),
  );
}

import { refusal } from '#libs/refusal';
import { RefusalError } from '../errors/refusal-error.js';
import { countItems, listItems } from '../persistence/job-item.repository.js';
import { findJob, type JobName, type StoredJob } from '../persistence/job.repository.js';
import type { Sql } from '../persistence/sql.js';
import type { JobProgress } from './job-document.js';

/** Throws `RefusalError` job-not-found. */
export async function requireJob(sql: Sql, name: JobName, lock = false): Promise<StoredJob> {
  const job = await findJob(sql, name, lock);
  if (job === undefined) throw new RefusalError(refusal('job-not-found', `job ${name.name}`));
  return job;
}

/** A job with its items. Throws `RefusalError` job-not-found. */
export async function loadJobProgress(sql: Sql, name: JobName): Promise<JobProgress> {
  const job = await requireJob(sql, name);
  const [counts, items] = await Promise.all([countItems(sql, [job.id]), listItems(sql, job.id)]);
  const ofJob = counts.get(job.id);
  if (ofJob === undefined) throw new Error(`no counts of job ${job.id}`);
  return { job, counts: ofJob, items };
}

import { type RefusalDocument, refusalDocument } from '../errors/refusal-document.js';
import { type ArmEnvelope, emulatorResource } from '../emulator-namespace/emulator-resource.js';
import type { ItemCounts, JobItemStatus, StoredJobItem } from '../persistence/job-item.repository.js';
import type { JobSpec, JobStatus, StoredJob } from '../persistence/job.repository.js';

export interface JobItemDocument {
  readonly resourceGroup: string;
  readonly vmName: string;
  readonly status: JobItemStatus;
  readonly operationId?: string;
  readonly attempts: number;
  readonly error?: RefusalDocument;
}

export interface JobProperties extends JobSpec {
  readonly status: JobStatus;
  readonly counts: ItemCounts & { readonly total: number };
  /** When operations begin at the earliest, emulated time. */
  readonly startsAt: string;
  readonly createdTime: string;
  readonly endTime?: string;
  /** Absent in lists. */
  readonly items?: readonly JobItemDocument[];
}

export type JobDocument = ArmEnvelope<JobProperties>;

/** A job with how far its items are. */
export interface JobProgress {
  readonly job: StoredJob;
  readonly counts: ItemCounts;
  readonly items?: readonly StoredJobItem[];
}

export function jobDocument({ job, counts, items }: JobProgress): JobDocument {
  const { pending, running, succeeded, failed, canceled, refused } = counts;
  const total = pending + running + succeeded + failed + canceled + refused;
  return emulatorResource(job.subscriptionId, 'jobs', job.name, {
    ...job.spec,
    status: job.status,
    counts: { total, pending, running, succeeded, failed, canceled, refused },
    startsAt: new Date(job.startAtMs).toISOString(),
    createdTime: job.createdAt.toISOString(),
    ...(job.endedAt === null ? {} : { endTime: job.endedAt.toISOString() }),
    ...(items === undefined ? {} : { items: items.map(itemDocument) }),
  });
}

function itemDocument(item: StoredJobItem): JobItemDocument {
  const { groupName: resourceGroup, vmName, status, operationId, attempts, refusal } = item;
  return {
    resourceGroup,
    vmName,
    status,
    ...(operationId === null ? {} : { operationId }),
    attempts,
    ...(refusal === null ? {} : { error: refusalDocument(refusal) }),
  };
}

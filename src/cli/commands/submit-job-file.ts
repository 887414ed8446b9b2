import { REFUSALS } from '#libs/refusal';
import type { JobEntry } from '../../jobs-file/job-schema.js';
import { faultText, parseJobFile } from '../../jobs-file/parse-job-file.js';
import type { YamlSource } from '../../jobs-file/yaml-source.js';
import type { JobDocument } from '../api-types.js';
import { CliError, type ProblemDetail } from '../cli-error.js';
import { EXIT, exitOfRefusal } from '../exit-codes.js';
import type { Session } from '../session.js';
import { readInput, toldByPlace } from './document-file.js';

interface PlacedJob {
  readonly job: JobEntry;
  /** Where it stands in the file. */
  readonly path: readonly number[];
}

/**
 * Submits every job of a file. A file with a fault, or with a name that is taken, is refused whole before anything
 * is sent; a refusal after that says which jobs were submitted by then.
 */
export async function submitJobFile(session: Session, fileName: string): Promise<readonly JobDocument[]> {
  const file = parseJobFile(await readInput(session, fileName));
  if (file.kind === 'invalid') {
    const more = file.omitted === 0 ? [] : [{ message: `and ${file.omitted} more` }];
    throw refusedFile([...file.faults.map((fault) => ({ message: faultText(fileName, fault) })), ...more]);
  }
  const { jobs, source } = file;
  const placed = jobs.map((job, index) => ({ job, path: Array.isArray(source.value) ? [index] : [] }));
  await requireFreeNames(session, placed, { fileName, source });
  const submitted: JobDocument[] = [];
  for (const { job, path } of placed) {
    const { name, ...properties } = job;
    try {
      const answer = await session.client.request<JobDocument>('PUT', session.paths.emulator('jobs', name), {
        body: { properties },
      });
      submitted.push(answer.body);
    } catch (error) {
      throw withSubmitted(toldByPlace(error, { fileName, source }, path), submitted);
    }
  }
  return submitted;
}

async function requireFreeNames(
  { client, paths }: Session,
  jobs: readonly PlacedJob[],
  { fileName, source }: { readonly fileName: string; readonly source: YamlSource },
): Promise<void> {
  const taken: ProblemDetail[] = [];
  for (const { job, path } of jobs) {
    if ((await client.find<JobDocument>(paths.emulator('jobs', job.name))) === undefined) continue;
    const place = source.locate([...path, 'name']);
    const message = `there is a job ${job.name} already`;
    taken.push({ message: faultText(fileName, { ...place, field: 'name', message }) });
  }
  if (taken.length === 0) return;
  throw new CliError({
    code: 'job-name-taken',
    message: 'Names of jobs are taken; none of the file was submitted.',
    details: taken,
    remedy: 'Give the jobs other names.',
    exit: EXIT.refused,
  });
}

function refusedFile(details: readonly ProblemDetail[]): CliError {
  const { sentence, rule, remedy } = REFUSALS['job-file-invalid'];
  const exit = exitOfRefusal('job-file-invalid', 400);
  return new CliError({ code: 'job-file-invalid', message: sentence, details, rule, remedy, exit });
}

function withSubmitted(error: unknown, submitted: readonly JobDocument[]): unknown {
  if (!(error instanceof CliError) || submitted.length === 0) return error;
  const { problem } = error;
  const names = submitted.map(({ name }) => name).join(', ');
  const details = [...(problem.details ?? []), { message: `submitted before that: ${names}` }];
  return new CliError({ ...problem, details }, { cause: error });
}

import type { Command } from 'commander';
import type { JobDocument } from '../api-types.js';
import { CliError } from '../cli-error.js';
import {
  type CommandRunner,
  givenName,
  leaf,
  type NameOption,
  namedLeaf,
} from '../command-line/leaf-command.js';
import { EXIT, type Exit } from '../exit-codes.js';
import { exitOfJob, followJob } from '../progress/follow-job.js';
import type { Session } from '../session.js';
import { jobLines, jobTableLines } from './job-lines.js';

interface SubmitOptions {
  readonly file: string;
  readonly wait?: true;
}

/** Adds `torpor job ...`. */
export function addJobCommands(program: Command, runner: CommandRunner): void {
  const job = program.command('job').description('batches of operations');
  leaf(job, 'submit', 'submit the jobs of a file: all of them, or none')
    .requiredOption('-f, --file <file>', 'YAML or JSON of one job or a list of jobs; - for standard input')
    .option('--wait', 'wait until they end')
    .action(
      runner.action<SubmitOptions>(async ({ session, options: { file, wait } }) => {
        // Only this command needs the parser and its schema.
        const { submitJobFile } = await import('./submit-job-file.js');
        const submitted = await submitJobFile(session, file);
        if (wait !== true) return printJobs(session, submitted);
        const ended: JobDocument[] = [];
        for (const { name } of submitted) ended.push(await followJob(session, name));
        await printJobs(session, ended);
        return exitOfJobs(ended);
      }),
    );
  leaf(job, 'list', 'list jobs').action(
    runner.action(async ({ session }) => {
      const value = await session.client.list<JobDocument>(session.paths.emulator('jobs'));
      await session.print({ value, lines: () => jobTableLines(value, session.style) });
    }),
  );
  namedLeaf(job, 'show', 'show a job with every VM').action(
    runner.action<NameOption>(async (call) => {
      const { session } = call;
      const path = session.paths.emulator('jobs', givenName(call));
      return printJobs(session, [await session.client.get<JobDocument>(path)]);
    }),
  );
  namedLeaf(job, 'watch', 'follow a job until it ends').action(
    runner.action<NameOption>(async (call) => {
      const ended = await followJob(call.session, givenName(call));
      await printJobs(call.session, [ended]);
      return exitOfJob(ended);
    }),
  );
  addChange(job, runner, 'cancel', 'begin nothing more of a job; what runs is finished');
  addChange(job, runner, 'retry', 'run what failed again');
}

function addChange(job: Command, runner: CommandRunner, verb: 'cancel' | 'retry', summary: string): void {
  namedLeaf(job, verb, summary)
    .option('--wait', 'wait until the job ends')
    .action(
      runner.action<NameOption & { readonly wait?: true }>(async (call) => {
        const { session, options } = call;
        const name = givenName(call);
        const path = session.paths.emulator('jobs', name, verb);
        const { body } = await session.client.request<JobDocument>('POST', path);
        if (options.wait !== true) return printJobs(session, [body]);
        const ended = await followJob(session, name);
        await printJobs(session, [ended]);
        return verb === 'cancel' ? EXIT.ok : exitOfJob(ended);
      }),
    );
}

/** One job as what REST returns for it, several as a list. */
async function printJobs(session: Session, jobs: readonly JobDocument[]): Promise<Exit> {
  const [first] = jobs;
  if (first === undefined) throw new CliError({ code: 'internal', message: 'no job', exit: EXIT.unexpected });
  const lines = () =>
    jobs.flatMap((job, index) => [...(index === 0 ? [] : ['']), ...jobLines(job, session.style)]);
  await session.print({ value: jobs.length === 1 ? first : jobs, lines });
  return EXIT.ok;
}

/** Of several jobs: 0 when all succeeded, 5 when none did, 6 otherwise. */
function exitOfJobs(jobs: readonly JobDocument[]): Exit {
  const exits = new Set(jobs.map(exitOfJob));
  const [only] = exits;
  return exits.size === 1 && only !== undefined ? only : EXIT.partlyFailed;
}

import { randomUUID } from 'node:crypto';
import { access, constants, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Command } from 'commander';
import type { AcceptanceCase } from '../../../acceptance/acceptance-case.js';
import type { AcceptanceReport, Counts } from '../../../acceptance/acceptance-report.js';
import type { Pattern } from '../../../acceptance/pattern.js';
import type { AcceptanceOutcome, AcceptanceWish } from '../../../acceptance/run-acceptance.js';
import type { ClockDocument } from '../../api-types.js';
import { CliError, InterruptedError, usageError } from '../../cli-error.js';
import type { CliProcess } from '../../cli-process.js';
import {
  type Call,
  type CommandRunner,
  givenGroup,
  givenName,
  type GroupOption,
  type NameOption,
  namedLeaf,
  withGroup,
} from '../../command-line/leaf-command.js';
import { truth, wholeNumber } from '../../command-line/option-values.js';
import { EXIT, type Exit } from '../../exit-codes.js';
import { Session } from '../../session.js';
import { caseTableLines, reportLines, summaryLine } from './acceptance-lines.js';
import { acceptanceProgress } from './acceptance-progress.js';

interface OwnOptions {
  readonly vm?: string;
  readonly only?: readonly string[];
  readonly list?: true;
  readonly concurrency: number;
  readonly ownHosts: boolean;
  readonly keep?: true;
  readonly junit?: string;
  readonly json?: string;
}
type AcceptanceOptions = GroupOption & NameOption & OwnOptions;

const DEFAULT_CONCURRENCY = 3;
const MOST_AT_ONCE = 16;

/** Adds `torpor acceptance`. */
export function addAcceptanceCommand(program: Command, runner: CommandRunner): void {
  withGroup(
    namedLeaf(
      program,
      'acceptance',
      'run the cases by which an image is accepted, on scratch VMs made like a VM that exists',
    ),
  )
    .option('--vm <name>', 'the same as -n')
    .option('--only <case...>', 'these cases alone; --list names them')
    .option('--list', 'list the cases and do nothing')
    .option('--concurrency <count>', 'cases at a time', wholeNumber(1, MOST_AT_ONCE), DEFAULT_CONCURRENCY)
    .option(
      '--own-hosts [bool]',
      'register scratch hosts in a scratch cluster; false: use those of the fleet',
      truth,
      true,
    )
    .option('--keep', 'leave the scratch group and hosts to be looked at')
    .option('--junit <file>', 'write the results as JUnit XML, times in emulated seconds')
    .option('--json <file>', 'write the results as JSON')
    .action(runner.action<AcceptanceOptions>(acceptance));
}

async function acceptance(call: Call<AcceptanceOptions>): Promise<Exit> {
  const { session, options } = call;
  const { ACCEPTANCE_CASES } = await import('../../../acceptance/acceptance-cases.js');
  const cases = chosenCases(ACCEPTANCE_CASES, options.only);
  if (options.list === true) {
    await session.print({ value: listed(cases), lines: () => caseTableLines(cases, session.style) });
    return EXIT.ok;
  }
  const { vm } = options;
  const name =
    vm === undefined ? givenName(call) : givenName({ options: { name: vm }, args: namesBeside(call) });
  const group = givenGroup(call);
  for (const file of [options.junit, options.json]) if (file !== undefined) await requireWritable(file);

  const { readPattern } = await import('../../../acceptance/pattern.js');
  const pattern = await readPattern(session, { group, name });
  await remarkOfClock(session);
  const outcome = await runOn(call, pattern, cases);
  return finish(session, outcome, options);
}

async function runOn(
  { session, options }: Call<AcceptanceOptions>,
  pattern: Pattern,
  cases: readonly AcceptanceCase[],
): Promise<AcceptanceOutcome> {
  const { runAcceptance } = await import('../../../acceptance/run-acceptance.js');
  const wish: AcceptanceWish = {
    cases,
    scratchName: `acceptance-${randomUUID().slice(0, 8)}`,
    ownHosts: options.ownHosts,
    keep: options.keep === true,
    concurrency: options.concurrency,
  };
  const toTheEnd = new Session(uninterrupted(session.process), options);
  const progress = acceptanceProgress(session, cases.length);
  try {
    session.say(
      `${cases.length} cases on scratch VMs like ${pattern.name} (${pattern.machine.name}, ` +
        `${pattern.guestProfile}, policy ${pattern.policy}) in group ${wish.scratchName}`,
    );
    return await runAcceptance({ work: session, toTheEnd }, pattern, wish, progress);
  } finally {
    progress.end();
    toTheEnd.close();
  }
}

async function finish(
  session: Session,
  { report, isInterrupted, leftBehind }: AcceptanceOutcome,
  { junit, json }: AcceptanceOptions,
): Promise<Exit> {
  if (json !== undefined) await write(json, `${JSON.stringify(report, null, 2)}\n`);
  if (junit !== undefined) {
    const { junitReport } = await import('../../../acceptance/junit-report.js');
    await write(junit, junitReport(report));
  }
  await session.print({ value: report, lines: () => reportLines(report, session.style) });
  if (!session.isForPeople) session.remark(summaryLine(report.counts));
  const { scratch } = report;
  if (scratch.isKept) session.remark(keptRemark(scratch));
  if (leftBehind !== undefined) session.complain(leftBehind);
  if (isInterrupted) {
    const isGone = !scratch.isKept && leftBehind === undefined;
    throw new InterruptedError(isGone ? [`Interrupted; group ${scratch.resourceGroup} is removed.`] : []);
  }
  return leftBehind === undefined ? exitOf(report.counts) : EXIT.failed;
}

/** 5 when a case failed, 4 when one could not run, else 0. */
export function exitOf({ failed, notRun }: Counts): Exit {
  if (failed > 0) return EXIT.failed;
  return notRun > 0 ? EXIT.refused : EXIT.ok;
}

function chosenCases(
  all: readonly AcceptanceCase[],
  only: readonly string[] | undefined,
): readonly AcceptanceCase[] {
  if (only === undefined) return all;
  const wanted = only.flatMap((text) => text.split(','));
  const unknown = wanted.find((id) => !all.some((one) => one.id === id));
  if (unknown !== undefined) {
    throw usageError(`there is no case ${unknown}`, `The cases are ${all.map(({ id }) => id).join(', ')}.`);
  }
  return all.filter(({ id }) => wanted.includes(id));
}

/** What `--list` shows to programs. */
function listed(cases: readonly AcceptanceCase[]) {
  return cases.map(({ id, title, group, rules, needs, move, expects }) => ({
    id,
    title,
    group,
    rules,
    needs,
    ...(move === undefined ? {} : { move }),
    expects,
  }));
}

/** Names that were given in other ways than by `--vm`, so that two different ones are noticed. */
function namesBeside({ options, args }: Call<AcceptanceOptions>): readonly string[] {
  return options.name === undefined ? args : [options.name, ...args];
}

/** A process that no interruption reaches: for what must be removed in any case. */
function uninterrupted(process: CliProcess): CliProcess {
  return {
    ...process,
    interruption: new AbortController().signal,
    sleep: (milliseconds) =>
      process.interruption.aborted ? delay(milliseconds) : process.sleep(milliseconds),
  };
}

async function remarkOfClock(session: Session): Promise<void> {
  const { client, paths } = session;
  const clock = await client.find<ClockDocument>(paths.emulator('clock', 'default'));
  if (clock?.properties.mode !== 'manual') return;
  session.remark('The clock is manual: nothing moves but by `torpor clock advance`.');
}

/** Finds out before the cases run, not after. */
async function requireWritable(file: string): Promise<void> {
  const folder = dirname(resolve(file));
  try {
    await access(folder, constants.W_OK);
  } catch {
    throw usageError(`nothing can be written to ${folder}`);
  }
}

async function write(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliError({ code: 'file-not-written', message: reason, exit: EXIT.unexpected });
  }
}

function keptRemark({ resourceGroup, hosts }: AcceptanceReport['scratch']): string {
  const commands = [
    `torpor group delete ${resourceGroup} --yes`,
    ...hosts.map((host) => `torpor host remove ${host}`),
  ];
  return ['Kept. Remove it all with:', ...commands.map((line) => `  ${line}`)].join('\n');
}

import { CliError } from '../cli/cli-error.js';
import type { Session } from '../cli/session.js';
import { productVersion } from '../cli/version.js';
import type { AcceptanceCase } from './acceptance-case.js';
import { type AcceptanceReport, type CaseResult, countsOf } from './acceptance-report.js';
import type { Pattern } from './pattern.js';
import { runCase } from './run-case.js';
import { runSuite, type SuiteListener } from './run-suite.js';
import { ScratchArea } from './scratch-area.js';

export interface AcceptanceWish {
  readonly cases: readonly AcceptanceCase[];
  /** Name of the scratch group and cluster. */
  readonly scratchName: string;
  readonly ownHosts: boolean;
  readonly keep: boolean;
  readonly concurrency: number;
}

export interface AcceptanceOutcome {
  readonly report: AcceptanceReport;
  readonly isInterrupted: boolean;
  /** What could not be removed. */
  readonly leftBehind?: CliError;
}

/**
 * Makes a scratch group, runs the cases in it, and removes it, whatever happened. `work` ends when the user interrupts;
 * `toTheEnd` goes on, and makes and removes what must not be half made. Throws `CliError` when there can be no group.
 */
export async function runAcceptance(
  sessions: { readonly work: Session; readonly toTheEnd: Session },
  pattern: Pattern,
  wish: AcceptanceWish,
  listener: SuiteListener,
): Promise<AcceptanceOutcome> {
  const { cases, scratchName, ownHosts, keep, concurrency } = wish;
  const { work, toTheEnd } = sessions;
  const area = new ScratchArea(pattern, { name: scratchName, ownHosts, vms: cases.length });
  let leftBehind: CliError | undefined;
  const remove = async (): Promise<void> => {
    try {
      if (keep) return;
      listener.removing();
      await area.remove(toTheEnd);
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      leftBehind = error;
    }
  };
  let suite: Awaited<ReturnType<typeof runSuite>>;
  try {
    await area.make(toTheEnd);
    const surroundings = { session: work, area, pattern, keep };
    suite = await runSuite(cases, (one, says) => runCase(one, surroundings, says), { concurrency, listener });
  } finally {
    await remove();
  }
  const report = reportOf(pattern, suite.results, { area, keep });
  return { report, isInterrupted: suite.isInterrupted, ...(leftBehind === undefined ? {} : { leftBehind }) };
}

function reportOf(
  { group, name, machine, guestProfile, guestOverrides, policy }: Pattern,
  cases: readonly CaseResult[],
  { area, keep }: { readonly area: ScratchArea; readonly keep: boolean },
): AcceptanceReport {
  return {
    torporVersion: productVersion(),
    pattern: { resourceGroup: group, vmName: name, size: machine.name, guestProfile, guestOverrides, policy },
    scratch: { resourceGroup: area.group, hosts: area.ownHosts, isKept: keep },
    counts: countsOf(cases),
    cases,
  };
}

import { InterruptedError } from '../cli/cli-error.js';
import type { AcceptanceCase } from './acceptance-case.js';
import type { CaseResult } from './acceptance-report.js';
import { notRun } from './run-case.js';

/** Hears how far a run is. */
export interface SuiteListener {
  began(acceptance: AcceptanceCase): void;
  /** What is being done to the VM of a case. */
  acts(acceptance: AcceptanceCase, act: string): void;
  ended(result: CaseResult): void;
  /** All have ended; what was made for them is being removed. */
  removing(): void;
}

export type CaseRunner = (acceptance: AcceptanceCase, says: (act: string) => void) => Promise<CaseResult>;

/**
 * Runs cases, so many at a time, and answers their results in the order of the cases. None stops another; after an
 * interruption none begins any more, and those that were cut off or never began count as not run.
 */
export async function runSuite(
  cases: readonly AcceptanceCase[],
  run: CaseRunner,
  { concurrency, listener }: { readonly concurrency: number; readonly listener: SuiteListener },
): Promise<{ readonly results: readonly CaseResult[]; readonly isInterrupted: boolean }> {
  const results = new Map<AcceptanceCase, CaseResult>();
  const waiting = [...cases];
  let isInterrupted = false;
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const acceptance = next;
      listener.began(acceptance);
      try {
        const result = await run(acceptance, (act) => listener.acts(acceptance, act));
        results.set(acceptance, result);
        listener.ended(result);
      } catch (error) {
        if (!(error instanceof InterruptedError)) throw error;
        isInterrupted = true;
        waiting.length = 0;
      }
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return { isInterrupted, results: cases.map((one) => results.get(one) ?? notRun(one, 'interrupted')) };
}

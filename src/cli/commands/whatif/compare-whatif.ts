import { compareLines } from '../../../what-if/compare/compare-lines.js';
import { compareRuns } from '../../../what-if/compare/compare-runs.js';
import type { RunReport } from '../../../what-if/report/run-report.js';
import { RunFolder } from '../../../what-if/run/run-folder.js';
import { toldFolder } from '../../../what-if/run/told-run.js';
import type { Call } from '../../command-line/leaf-command.js';
import { told } from './whatif-errors.js';

/** `whatif compare`. */
export async function compare({ session, args }: Call<object>): Promise<void> {
  const [before = '', after = ''] = args;
  const comparison = await told(async () => compareRuns(await runIn(before), await runIn(after)));
  await session.print({ value: comparison, lines: () => compareLines(comparison, session.style) });
}

async function runIn(path: string): Promise<RunReport> {
  return toldFolder(await RunFolder.read(path));
}

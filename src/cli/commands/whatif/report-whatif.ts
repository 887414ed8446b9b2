import { RunFolder } from '../../../what-if/run/run-folder.js';
import { toldFolder } from '../../../what-if/run/told-run.js';
import { writeReport } from '../../../what-if/run/write-report.js';
import type { Call } from '../../command-line/leaf-command.js';
import { told } from './whatif-errors.js';

/** `whatif report`: writes the page of a run and prints where it is. */
export async function report({ session, args }: Call<object>): Promise<void> {
  const path = await told(async () => {
    const folder = await RunFolder.read(args[0] ?? '');
    return writeReport(folder.path, await toldFolder(folder));
  });
  await session.print({ value: { path }, lines: () => [path] });
}

import { join } from 'node:path';
import { reportHtml } from '../report/report-html.js';
import type { RunReport } from '../report/run-report.js';
import { replaceText } from './replace-text.js';

/** Writes `report.html` of a run folder and answers its path. Throws `RunError`. */
export async function writeReport(folder: string, run: RunReport): Promise<string> {
  const path = join(folder, 'report.html');
  await replaceText(path, reportHtml(run));
  return path;
}

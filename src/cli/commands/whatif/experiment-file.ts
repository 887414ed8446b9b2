import { dirname } from 'node:path';
import { type Catalogue, loadCatalogue } from '../../../catalogue/load-catalogue.js';
import type { Experiment, ExperimentIssue, Override } from '../../../what-if/experiment/experiment.js';
import { listedFilesIn } from '../../../what-if/experiment/listed-files.js';
import { readExperiment } from '../../../what-if/experiment/read-experiment.js';
import { CliError, usageError } from '../../cli-error.js';
import { EXIT } from '../../exit-codes.js';
import type { Session } from '../../session.js';
import { readInput } from '../document-file.js';
import type { ExperimentOptions } from './whatif-options.js';

/** Read when something of it is asked for: many experiments need no sizes, and a catalogue takes time and memory. */
const CATALOGUE: Catalogue = {
  get sizes() {
    return loadCatalogue().sizes;
  },
  get disks() {
    return loadCatalogue().disks;
  },
};

/** The experiment in a file, as options change it. Throws `CliError` with every issue and its path. */
export async function experimentFile(
  session: Session,
  fileName: string,
  { set = [] }: ExperimentOptions,
): Promise<Experiment> {
  const overrides = set.map(overrideOf);
  const text = new TextDecoder().decode(await readInput(session, fileName));
  const files = listedFilesIn(folderOfFile(fileName));
  const reading = readExperiment(text, overrides, CATALOGUE, { files });
  if (reading.kind === 'valid') return reading.experiment;
  throw invalidExperiment(fileName, reading.issues);
}

/** Files that an experiment names lie beside it; beside standard input: in the current folder. */
export function folderOfFile(fileName: string): string {
  return fileName === '-' ? '.' : dirname(fileName);
}

function overrideOf(text: string): Override {
  const [, path, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (path === undefined || value === undefined) throw usageError(`--set ${text}: expected path=value`);
  return { path: path.trim(), value };
}

function invalidExperiment(fileName: string, issues: readonly ExperimentIssue[]): CliError {
  return new CliError({
    code: 'experiment-invalid',
    message: `The experiment ${fileName} is not valid.`,
    details: issues.map(({ path, message }) => ({ target: path === '' ? fileName : `${path}:`, message })),
    exit: EXIT.invalid,
  });
}

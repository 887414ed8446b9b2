import { z } from 'zod';
import { refusal } from '#libs/refusal';
import type { Catalogue } from '../../catalogue/load-catalogue.js';
import { RefusalError } from '../../errors/refusal-error.js';
import type { Experiment, ExperimentIssue, ReadExperiment } from '../experiment/experiment.js';
import { readExperiment } from '../experiment/read-experiment.js';

const MAX_SETTINGS = 100;
const MAX_SETTING = 10_000;
/** Documents of people are far smaller. Unit: characters. */
const MAX_EXPERIMENT = 2 ** 20;

/** Members of a body that hold an experiment, as YAML or as the same in JSON, and what is set beside it. */
export const experimentMembers = {
  experiment: z.union([
    z.string().min(1).max(MAX_EXPERIMENT, `has more than ${MAX_EXPERIMENT} characters`),
    z.record(z.string(), z.unknown()),
  ]),
  set: z
    .record(z.string(), z.string().max(MAX_SETTING, `has more than ${MAX_SETTING} characters`))
    .refine((set) => Object.keys(set).length <= MAX_SETTINGS, `has more than ${MAX_SETTINGS} members`)
    .optional(),
};

export interface SubmittedExperiment {
  readonly experiment: string | Readonly<Record<string, unknown>>;
  /** By path, each in YAML. */
  readonly set?: Readonly<Record<string, string>> | undefined;
}

/** Reads an experiment that came over REST. It has no folder, so that files which it names cannot be read. */
export function readSubmitted(submitted: SubmittedExperiment, catalogue: Catalogue): ReadExperiment {
  const { experiment, set = {} } = submitted;
  const text = typeof experiment === 'string' ? experiment : JSON.stringify(experiment, null, 2);
  const overrides = Object.entries(set).map(([path, value]) => ({ path, value }));
  return readExperiment(text, overrides, catalogue);
}

/** Throws `RefusalError` experiment-invalid with every issue; `root` is the member that holds the experiment. */
export function requireValid(submitted: SubmittedExperiment, catalogue: Catalogue, root: string): Experiment {
  const reading = readSubmitted(submitted, catalogue);
  if (reading.kind === 'valid') return reading.experiment;
  const refusals = reading.issues.map(({ path, message }: ExperimentIssue) => {
    const target = path === '' ? root : `${root}.${path}`;
    return refusal('experiment-invalid', `${target}: ${message}`, { target });
  });
  const [first = refusal('experiment-invalid', root)] = refusals;
  throw new RefusalError(first, refusals);
}

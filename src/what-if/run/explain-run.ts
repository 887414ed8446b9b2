import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Scenario } from '#libs/what-if';
import { listedPath } from '../experiment/listed-files.js';
import { RunError } from './run-error.js';
import { RunFolder } from './run-folder.js';
import { type VmStory, vmStory } from './vm-story.js';

/** Which VM of a run is asked about. */
export interface ExplainedVm {
  /** Its name, or its number in the whole fleet. */
  readonly vm: string;
  /** Absent: the first one that is done. */
  readonly scenario?: string;
  /** The file of VMs, where it does not lie beside the run folder or in the current one. */
  readonly fleetFile?: string;
}

export interface RunStory extends VmStory {
  readonly scenario: string;
}

/** The whole story of one VM of a run. Throws `RunError`. */
export async function explainRun(
  path: string,
  { vm, scenario: name, fleetFile }: ExplainedVm,
): Promise<RunStory> {
  const folder = await RunFolder.read(path);
  const index = scenarioIn(folder, name);
  const scenario = JSON.parse(await folder.scenarioFile(index, 'scenario.json')) as Scenario;
  const story = await vmStory(withFleetFile(scenario, path, fleetFile), vm);
  return { scenario: scenario.name, ...story };
}

function scenarioIn({ document, path }: RunFolder, name: string | undefined): number {
  const done = document.scenarios.filter(({ status }) => status === 'done');
  const found = name === undefined ? done[0] : done.find((scenario) => scenario.name === name);
  if (found !== undefined) return document.scenarios.indexOf(found);
  throw new RunError(
    'not-found',
    name === undefined
      ? `No scenario in ${path} is done.`
      : `No scenario in ${path} that is done is called ${name}.`,
    done.length === 0 ? {} : { remedy: `There are: ${done.map((scenario) => scenario.name).join('; ')}.` },
  );
}

/** A listed fleet is written down with the path that it has from its experiment, which may lie anywhere. */
function withFleetFile(scenario: Scenario, folder: string, given: string | undefined): Scenario {
  const { fleet } = scenario;
  if (fleet.kind === 'generated') return scenario;
  const places = given === undefined ? ['.', dirname(resolve(folder)), folder] : [];
  const found =
    given ?? places.map((place) => listedPath(place, fleet.path)).find((file) => existsSync(file));
  if (found !== undefined) return { ...scenario, fleet: { ...fleet, path: found } };
  throw new RunError('fleet-unreadable', `The VMs were listed in ${fleet.path}, which is not here.`, {
    remedy: 'Name the file with --fleet.',
  });
}

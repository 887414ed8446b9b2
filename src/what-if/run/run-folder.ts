import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ScenarioSummary } from '#libs/what-if';
import { isErrno } from '../../home/durable-file.js';
import { parseRunDocument, type RunDocument, type RunScenario } from './run-document.js';
import { DRAFT, replaceText, unwritable } from './replace-text.js';
import { RunError } from './run-error.js';

const DOCUMENT_FILE = 'run.json';
const EXPERIMENT_FILE = 'experiment.yaml';

/**
 * The folder of a run. Everything in it appears whole, under its final name, once it is finished: an interrupted run
 * has fewer scenarios, never half ones. `run.json` says which are there and is written anew after each.
 */
export class RunFolder {
  #document: RunDocument;

  private constructor(
    readonly path: string,
    document: RunDocument,
  ) {
    this.#document = document;
  }

  get document(): RunDocument {
    return this.#document;
  }

  /** A folder that a run left. Throws `RunError` where there is none. */
  static async read(path: string): Promise<RunFolder> {
    const document = await documentIn(path);
    if (document === undefined) throw new RunError('not-found', `There is no run in ${path}.`);
    return new RunFolder(path, document);
  }

  /**
   * The folder for a run that is to begin, or to go on: made where it is missing. Scenarios that are there are kept.
   * Throws `RunError` for a folder of anything else.
   */
  static async open(path: string, planned: RunDocument, experiment: string): Promise<RunFolder> {
    const found = await documentIn(path);
    if (found === undefined) await requireEmpty(path);
    else requireSame(path, found, planned);
    const present = await namesIn(join(path, 'scenarios'));
    const scenarios = planned.scenarios.map((scenario) => ({
      ...scenario,
      status: present.includes(scenario.folder.slice('scenarios/'.length))
        ? ('done' as const)
        : scenario.status,
    }));
    const folder = new RunFolder(path, { ...planned, scenarios });
    // First of all, so that a folder that was only begun is known again.
    await folder.#save();
    await replaceText(join(path, EXPERIMENT_FILE), experiment);
    return folder;
  }

  /** Calls `write` with a folder for the files of a scenario, which is done afterwards. */
  async finish(index: number, write: (folder: string) => Promise<void>): Promise<void> {
    const scenario = this.#scenario(index);
    const final = join(this.path, scenario.folder);
    const draft = join(this.path, `${scenario.folder}${DRAFT}`);
    await rm(draft, { recursive: true, force: true });
    await mkdir(draft, { recursive: true });
    await write(draft);
    await rename(draft, final);
    const scenarios = this.#document.scenarios.with(index, { ...scenario, status: 'done' });
    this.#document = { ...this.#document, scenarios };
    await this.#save();
  }

  /** The summary of a scenario that is done. */
  async summary(index: number): Promise<ScenarioSummary> {
    return JSON.parse(await this.scenarioFile(index, 'summary.json')) as ScenarioSummary;
  }

  /** The text of a file of a scenario that is done. */
  scenarioFile(index: number, name: string): Promise<string> {
    return readFile(join(this.path, this.#scenario(index).folder, name), 'utf8');
  }

  #scenario(index: number): RunScenario {
    const scenario = this.#document.scenarios[index];
    if (scenario === undefined) throw new RangeError(`a run without scenario ${index}`);
    return scenario;
  }

  #save(): Promise<void> {
    return replaceText(join(this.path, DOCUMENT_FILE), `${JSON.stringify(this.#document, null, 2)}\n`);
  }
}

async function documentIn(path: string): Promise<RunDocument | undefined> {
  try {
    const text = await readFile(join(path, DOCUMENT_FILE), 'utf8');
    const document = parseRunDocument(text);
    if (document !== undefined) return document;
    throw new RunError('folder-taken', `${join(path, DOCUMENT_FILE)} is not of a run.`, OTHER_FOLDER);
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined;
    if (isErrno(error, 'ENOTDIR')) throw new RunError('folder-taken', `${path} is no folder.`, OTHER_FOLDER);
    throw error;
  }
}

const OTHER_FOLDER = { remedy: 'Name another folder with --out, or remove this one.' };

async function namesIn(path: string): Promise<readonly string[]> {
  try {
    return await readdir(path);
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return [];
    throw error;
  }
}

async function requireEmpty(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    throw unwritable(path, error);
  }
  const [name] = (await namesIn(path)).filter((known) => known !== `${DOCUMENT_FILE}${DRAFT}`);
  if (name !== undefined) {
    throw new RunError(
      'folder-taken',
      `The folder ${path} holds something else than a run (${name}).`,
      OTHER_FOLDER,
    );
  }
}

function requireSame(path: string, found: RunDocument, planned: RunDocument): void {
  const differences = [
    ...(found.createdFrom === planned.createdFrom ? [] : ['the experiment is another one']),
    ...(found.version === planned.version
      ? []
      : [`it was made by version ${found.version}, and this is ${planned.version}`]),
    ...(hashesOf(found) === hashesOf(planned) ? [] : ['what the experiment refers to has changed']),
  ];
  const [difference] = differences;
  if (difference === undefined) return;
  throw new RunError(
    'folder-taken',
    `The folder ${path} holds the run ${found.name}, which cannot be gone on with: ${difference}.`,
    OTHER_FOLDER,
  );
}

function hashesOf({ scenarios }: RunDocument): string {
  return scenarios.map(({ sha256 }) => sha256).join();
}

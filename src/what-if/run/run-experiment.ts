import { regionsOf, type Scenario, type ScenarioSummary, summarise } from '#libs/what-if';
import { listedPath } from '../experiment/listed-files.js';
import type { Executor, FinishedShard, ShardTask } from './executor.js';
import type { RunDocument } from './run-document.js';
import { RunFolder } from './run-folder.js';
import { pendingDocument, type RunPlan } from './run-plan.js';
import { ProgressMeter, type RunProgress } from './run-progress.js';
import { exampleNames } from './vm-names.js';

export interface RunOptions {
  readonly executor: Executor;
  /** Version of the product; part of every summary. */
  readonly version: string;
  /** Paths of files of VMs count from here; absent: from the current folder. */
  readonly filesFolder?: string;
  /** The run folder; absent: nothing is written. */
  readonly out?: string;
  /** Ends the run early; what is finished stays usable. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: RunProgress) => void;
}

export interface RunResult {
  readonly document: RunDocument;
  /** In the order of the experiment; undefined for scenarios that an interrupted run did not come to. */
  readonly summaries: readonly (ScenarioSummary | undefined)[];
  /** Scenarios that an earlier, interrupted run had finished. */
  readonly kept: number;
  /** What to know of files of VMs, in sentences: rows that were left out, and the like. */
  readonly notes: readonly string[];
}

/**
 * Runs every scenario of a plan that its folder does not hold yet. Each one's files are written as it ends, so that no
 * more than those under way are held in memory. Equal plans leave equal bytes, whatever executes them and however
 * often they were interrupted. Throws `RunError`.
 */
export async function runExperiment(plan: RunPlan, options: RunOptions): Promise<RunResult> {
  const located = plan.scenarios.map((scenario) => locatedIn(options.filesFolder ?? '.', scenario));
  const notes = await notesOn(located);
  const planned = pendingDocument(plan, options.version);
  const folder =
    options.out === undefined ? undefined : await RunFolder.open(options.out, planned, plan.text);
  const run = new Run(plan, folder?.document ?? planned, folder, located);
  await run.execute(options);
  return { ...(await run.result()), notes };
}

/** The tasks of a plan: regions of scenarios that are pending, in order. */
function tasksOf(
  scenarios: readonly Scenario[],
  { document, keepsVms }: { readonly document: RunDocument; readonly keepsVms: boolean },
): readonly ShardTask[] {
  return scenarios.flatMap((scenario, scenarioIndex) =>
    document.scenarios[scenarioIndex]?.status === 'done'
      ? []
      : regionsOf(scenario).map((region, regionIndex) => ({
          scenarioIndex,
          regionIndex,
          region,
          scenario,
          keepsVms,
        })),
  );
}

/** Reads files of VMs before anything is begun: what is wrong with them is told at once. */
async function notesOn(scenarios: readonly Scenario[]): Promise<readonly string[]> {
  if (scenarios.every(({ fleet }) => fleet.kind === 'generated')) return [];
  const { fleetNotes } = await import('./listed-fleets.js');
  return fleetNotes(scenarios);
}

/** The scenario with its file of VMs where this machine has it. */
function locatedIn(folder: string, scenario: Scenario): Scenario {
  const { fleet } = scenario;
  return fleet.kind === 'listed'
    ? { ...scenario, fleet: { ...fleet, path: listedPath(folder, fleet.path) } }
    : scenario;
}

class Run {
  readonly #summaries = new Map<number, ScenarioSummary>();
  /** Regions of scenarios that are not complete. */
  readonly #gathered = new Map<number, FinishedShard[]>();

  constructor(
    private readonly plan: RunPlan,
    private readonly begun: RunDocument,
    private readonly folder: RunFolder | undefined,
    private readonly located: readonly Scenario[],
  ) {}

  async execute({ executor, signal, onProgress, version }: RunOptions): Promise<void> {
    const keepsVms = this.folder !== undefined;
    const tasks = tasksOf(this.located, { document: this.begun, keepsVms });
    const meter = new ProgressMeter(tasks, this.located.length, () => performance.now());
    const tell = () => onProgress?.(meter.progress);
    tell();
    const shards = executor.run(tasks, {
      ...(signal === undefined ? {} : { signal }),
      onProgress: (task, progress) => {
        meter.moved(task, progress);
        tell();
      },
    });
    for await (const shard of shards) {
      meter.ended(shard);
      const complete = this.#gather(shard);
      if (complete !== undefined) {
        await this.#finish(shard.scenarioIndex, complete, version);
        meter.scenarioEnded();
      }
      tell();
    }
  }

  async result(): Promise<Omit<RunResult, 'notes'>> {
    const document = this.folder?.document ?? this.#documentWithoutFolder();
    const summaries = await Promise.all(
      document.scenarios.map(({ status }, index) =>
        status === 'pending' ? undefined : (this.#summaries.get(index) ?? this.folder?.summary(index)),
      ),
    );
    return {
      document,
      summaries,
      kept: this.begun.scenarios.filter(({ status }) => status === 'done').length,
    };
  }

  /** All regions of the scenario, in order, once this is the last one. */
  #gather(shard: FinishedShard): readonly FinishedShard[] | undefined {
    const { scenarioIndex } = shard;
    const shards = [...(this.#gathered.get(scenarioIndex) ?? []), shard];
    this.#gathered.set(scenarioIndex, shards);
    if (shards.length < regionsOf(this.#scenario(scenarioIndex)).length) return undefined;
    this.#gathered.delete(scenarioIndex);
    return shards.sort((a, b) => a.regionIndex - b.regionIndex);
  }

  async #finish(index: number, shards: readonly FinishedShard[], version: string): Promise<void> {
    const scenario = this.#scenario(index);
    const outcomes = shards.map(({ outcome }) => outcome);
    const located = this.located[index] ?? scenario;
    const summary = summarise(scenario, outcomes, {
      scenarioSha256: this.begun.scenarios[index]?.sha256 ?? '',
      version,
      nameOf: await exampleNames(located, outcomes),
    });
    await this.folder?.finish(index, async (draft) => {
      const { writeScenarioFiles } = await import('./scenario-files.js');
      await writeScenarioFiles(draft, { scenario, located, summary, shards });
    });
    this.#summaries.set(index, summary);
  }

  #scenario(index: number): Scenario {
    const scenario = this.plan.scenarios[index];
    if (scenario === undefined)
      throw new RangeError(`an outcome of scenario ${index}, which nobody asked for`);
    return scenario;
  }

  #documentWithoutFolder(): RunDocument {
    const scenarios = this.begun.scenarios.map((scenario, index) =>
      this.#summaries.has(index) ? { ...scenario, status: 'done' as const } : scenario,
    );
    return { ...this.begun, scenarios };
  }
}

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { draw, type Fleet, type Scenario, type ScenarioSummary, STREAMS, streamBase } from '#libs/what-if';
import { writeSeries } from '../parquet/write-series.js';
import { type RegionOutcome, writeVms } from '../parquet/write-vms.js';
import type { FinishedShard } from './executor.js';
import { regionFleet } from './shard-input.js';

/** A scenario that is over: everything that its files tell. */
export interface FinishedScenario {
  /** As the experiment has it. */
  readonly scenario: Scenario;
  /** The same with its file of VMs where this machine has it. */
  readonly located: Scenario;
  readonly summary: ScenarioSummary;
  /** In the order of regions. */
  readonly shards: readonly FinishedShard[];
}

/** Writes `scenario.json`, `summary.json`, `vms.parquet` and `series.parquet`. */
export async function writeScenarioFiles(folder: string, finished: FinishedScenario): Promise<void> {
  const { scenario, summary } = finished;
  const facts = {
    scenario: summary.name,
    scenarioSha256: summary.scenarioSha256,
    seed: String(summary.seed),
    version: summary.version,
  };
  await writeFile(join(folder, 'scenario.json'), `${JSON.stringify(scenario, null, 2)}\n`);
  await writeFile(join(folder, 'summary.json'), summaryText(summary));
  await writeSeries(join(folder, 'series.parquet'), summary.series, facts);
  const groups = scenario.schedule.groups.map(({ name }) => name);
  await writeVms(join(folder, 'vms.parquet'), groups, regionsOfVms(finished), facts);
}

/** Fleets are made again, one at a time: names are too many to be sent from thread to thread. */
async function* regionsOfVms({ located, shards }: FinishedScenario): AsyncGenerator<RegionOutcome> {
  for (const { outcome } of shards) {
    const { region, vms, causes } = outcome;
    if (vms === undefined) throw new Error(`nothing was kept of the VMs in ${region}`);
    const { fleet, tenantName } = await regionFleet(located, region);
    yield {
      region,
      fleet,
      vms,
      causes,
      tenantOf: tenantsOf(located, fleet),
      ...(tenantName === undefined ? {} : { tenantName }),
    };
  }
}

function tenantsOf({ fleet: spec, seed }: Scenario, { firstVm, tenantOf }: Fleet): (index: number) => number {
  if (tenantOf !== undefined) return (index) => tenantOf[index]!;
  const tenants = spec.kind === 'generated' ? spec.tenants : 1;
  const base = streamBase(seed, STREAMS.tenant);
  return (index) => draw(base, firstVm + index) % tenants;
}

/** Members on lines of their own, as people read them; the series, thousands of numbers, on one. */
function summaryText({ series, ...told }: ScenarioSummary): string {
  const head = JSON.stringify(told, null, 2).slice(0, -'\n}'.length);
  return `${head},\n  "series": ${JSON.stringify(series)}\n}\n`;
}

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  countsOf,
  generateFleet,
  regionsOf,
  runShard,
  type Counts,
  type EpisodeRecord,
  type GeneratedFleet,
} from '#libs/what-if';
import { loadCatalogue } from '../../src/catalogue/load-catalogue.js';
import { readExperiment } from '../../src/what-if/experiment/read-experiment.js';

/** The comparison workload's own results: made by programs in other languages that share nothing with this engine. */
const FOLDER = new URL('../../bench/resume-storm/', import.meta.url);
const text = (name: string) => readFileSync(fileURLToPath(new URL(name, FOLDER)), 'utf8');

interface ReferenceRun {
  readonly n: number;
  readonly seed: number;
  readonly policy: 1 | 2;
  readonly baseline: boolean;
  readonly results: Counts;
}

const REFERENCE = (JSON.parse(text('reference.json')) as { runs: readonly ReferenceRun[] }).runs;

/** Larger ones are compared by `npm run bench:what-if`. */
const LARGEST = 100_000;

const EXPERIMENT = text('../../examples/what-if/resume-storm.yaml');

/** The experiment that ships, with its parameters set as on the command line. */
function run(set: Readonly<Record<string, unknown>>, onEpisode?: (episode: EpisodeRecord) => void): Counts {
  const overrides = Object.entries(set).map(([path, value]) => ({ path, value: String(value) }));
  const reading = readExperiment(EXPERIMENT, overrides, loadCatalogue());
  if (reading.kind === 'invalid') throw new Error(JSON.stringify(reading.issues));
  const scenario = reading.experiment.scenarios[0]!;
  const region = regionsOf(scenario)[0]!;
  const fleet = generateFleet(scenario, scenario.fleet as GeneratedFleet, region);
  const input = { scenario, region, fleet };
  return countsOf([runShard(onEpisode === undefined ? input : { ...input, onEpisode })]);
}

describe('the comparison workload', () => {
  it.each(
    REFERENCE.filter(({ n }) => n <= LARGEST).map(
      ({ n, seed, policy, baseline, results }) => [n, seed, policy, baseline, results] as const,
    ),
  )('%i VMs, seed %i, policy %i, baseline %s: every output', (vms, seed, policy, baseline, results) => {
    expect(run({ vms, seed, policy, baseline })).toEqual(results);
  });

  it('1000 VMs: every episode, in order', () => {
    const episodes: string[] = [];
    run({ vms: 1000 }, ({ vm, step, verdict, host, latencyMs }) =>
      episodes.push([vm, step, verdict, host, latencyMs].join(',')),
    );
    expect(episodes).toEqual(text('episodes-1000.csv').trim().split('\n').slice(1));
  });
});

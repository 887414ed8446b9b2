// The same tasks on one thread and on two: a grid of scenarios, and the two regions of one scenario four times as large.
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { readExperiment } from '../../dist/src/what-if/experiment/read-experiment.js';
import { InProcessExecutor } from '../../dist/src/what-if/run/in-process-executor.js';
import { ThreadExecutor } from '../../dist/src/what-if/run/thread-executor.js';

const VMS = Number(process.argv[2] ?? 1_000_000);
const REGIONAL_VMS = 4 * VMS;
const TURNS = Number(process.argv[3] ?? 2);
const storm = new URL('../../examples/what-if/resume-storm.yaml', import.meta.url);

function scenarioOf(seed, vms) {
  const overrides = [
    { path: 'vms', value: String(vms) },
    { path: 'seed', value: String(seed) },
  ];
  const reading = readExperiment(readFileSync(storm, 'utf8'), overrides, undefined);
  if (reading.kind === 'invalid') throw new Error(JSON.stringify(reading.issues));
  return reading.experiment.scenarios[0];
}

function inTwoRegions(scenario) {
  const [cluster] = scenario.clusters.clusters;
  const regions = ['east', 'west'];
  return {
    ...scenario,
    fleet: { ...scenario.fleet, regions: regions.map((value) => ({ weight: 1, value })) },
    clusters: {
      ...scenario.clusters,
      clusters: regions.map((region) => ({ ...cluster, name: region, region })),
    },
  };
}

const grid = [1, 2, 3, 4].map((seed, scenarioIndex) => {
  const scenario = scenarioOf(seed, VMS);
  const region = scenario.clusters.clusters[0].region;
  return { scenarioIndex, regionIndex: 0, region, scenario, keepsVms: false };
});
const divided = inTwoRegions(scenarioOf(1, REGIONAL_VMS));
const regions = ['east', 'west'].map((region, regionIndex) => ({
  scenarioIndex: 0,
  regionIndex,
  region,
  scenario: divided,
  keepsVms: false,
}));

async function measured(executor, tasks) {
  const cpu = process.cpuUsage();
  const began = performance.now();
  let digest = 0;
  for await (const { outcome } of executor.run(tasks)) digest = (digest + outcome.sums.digest) >>> 0;
  const { user, system } = process.cpuUsage(cpu);
  return { wallSeconds: (performance.now() - began) / 1000, cpuSeconds: (user + system) / 1e6, digest };
}

async function compared(tasks) {
  const best = {};
  for (let turn = 0; turn < TURNS; turn++) {
    for (const [name, executor] of [
      ['one', new ThreadExecutor({ threads: 1 })],
      ['two', new ThreadExecutor({ threads: 2 })],
    ]) {
      const now = await measured(executor, tasks);
      if (best[name] !== undefined && best[name].digest !== now.digest) throw new Error('results differ');
      if (best[name] === undefined || now.wallSeconds < best[name].wallSeconds) best[name] = now;
    }
  }
  if (best.one.digest !== best.two.digest) throw new Error('results differ by threads');
  return {
    tasks: tasks.length,
    one: rounded(best.one),
    two: rounded(best.two),
    speedUp: Number((best.one.wallSeconds / best.two.wallSeconds).toFixed(2)),
    cpuRatio: Number((best.two.cpuSeconds / best.one.cpuSeconds).toFixed(2)),
  };
}

function rounded({ wallSeconds, cpuSeconds }) {
  return { wallSeconds: Number(wallSeconds.toFixed(2)), cpuSeconds: Number(cpuSeconds.toFixed(2)) };
}

// Warm, so that neither pays for compiling what both run.
await measured(new InProcessExecutor(), grid.slice(0, 1));
process.stdout.write(
  JSON.stringify({
    vms: VMS,
    regionalVms: REGIONAL_VMS,
    cores: availableParallelism(),
    grid: await compared(grid),
    regions: await compared(regions),
  }),
);

import type { Scenario } from '#libs/what-if';
import { loadCatalogue } from '../../../catalogue/load-catalogue.js';
import type { WhatIfData } from '../../data/load-what-if-data.js';
import type { Experiment, Override } from '../experiment.js';
import { expand } from '../expand.js';
import type { ListedFiles } from '../listed-files.js';
import { readExperiment } from '../read-experiment.js';

/** The least that an experiment has to say: VMs by size, one type of host, one group. */
export const SMALL = `
name: small
scenario:
  fleet:
    vms: 100
    groups: { office: 1 }
    machines: { size: Standard_D2s_v5 }
  clusters:
    types: { only: { vcpus: 64, memoryGib: 256, generation: intel-ice-lake } }
    hosts: 10
  schedule:
    groups:
      office:
        firstStart: { from: 06:00, within: 1h }
        hibernate: { from: 18:00, within: 1h }
        start: { from: 08:00, within: 1h }
`;

/** Measurements made up for tests. */
export const DATA: WhatIfData = {
  clusterServers: [100, 200, 300, 400],
  diskNoise: {
    steady: Array.from({ length: 101 }, () => 1),
    burstable: Array.from({ length: 101 }, (_, percentile) => 1 + percentile / 100),
  },
  azureBuckets: {
    start: { capacity: 1_500, refillPerMinute: 500 },
    hibernate: { capacity: 1_200, refillPerMinute: 400 },
  },
};

export interface Reading {
  readonly overrides?: Readonly<Record<string, string>>;
  readonly files?: ListedFiles;
}

function overridesOf({ overrides = {} }: Reading): readonly Override[] {
  return Object.entries(overrides).map(([path, value]) => ({ path, value }));
}

function read(text: string, reading: Reading) {
  const surroundings = { data: DATA, ...(reading.files === undefined ? {} : { files: reading.files }) };
  return readExperiment(text, overridesOf(reading), loadCatalogue(), surroundings);
}

/** The issues of a text as people read them: `path: message`. */
export function issuesOf(text: string, reading: Reading = {}): readonly string[] {
  const result = read(text, reading);
  return result.kind === 'valid' ? [] : result.issues.map(({ path, message }) => `${path}: ${message}`);
}

/** Throws `Error` with the issues of a text that is not valid. */
export function experimentOf(text: string, reading: Reading = {}): Experiment {
  const result = read(text, reading);
  if (result.kind === 'valid') return result.experiment;
  throw new Error(result.issues.map(({ path, message }) => `${path}: ${message}`).join('\n'));
}

/** The only scenario of a text. */
export function scenarioOf(text: string, reading: Reading = {}): Scenario {
  const [scenario, ...others] = expand(experimentOf(text, reading));
  if (scenario === undefined || others.length > 0) throw new Error(`${others.length + 1} scenarios`);
  return scenario;
}

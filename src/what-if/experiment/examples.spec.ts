import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../catalogue/load-catalogue.js';
import { expand } from './expand.js';
import type { Experiment } from './experiment.js';
import { readExperiment } from './read-experiment.js';

const FOLDER = fileURLToPath(new URL('../../../examples/what-if/', import.meta.url));
const NAMES = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => file.slice(0, -'.yaml'.length))
  .sort();

function example(name: string, settings: Readonly<Record<string, string>> = {}): Experiment {
  const overrides = Object.entries(settings).map(([path, value]) => ({ path, value }));
  const reading = readExperiment(readFileSync(`${FOLDER}${name}.yaml`, 'utf8'), overrides, loadCatalogue());
  if (reading.kind === 'valid') return reading.experiment;
  throw new Error(reading.issues.map(({ path, message }) => `${path}: ${message}`).join('\n'));
}

describe('the shipped experiments', () => {
  it('are these', () => {
    expect(NAMES).toEqual([
      'host-retirement',
      'kernel-eras',
      'nine-oclock-storm',
      'policy-ablation',
      'resume-storm',
      'saving-versus-risk',
    ]);
  });

  it.each(NAMES)('%s is valid, has its name and a question, and takes a size and a seed', (name) => {
    const experiment = example(name, { vms: '321', seed: '9' });
    expect(experiment.name).toBe(name);
    expect(experiment.question).toMatch(/\?$/);
    for (const { fleet, seed } of expand(experiment)) {
      expect([fleet.kind === 'generated' && fleet.vms, seed]).toEqual([321, 9]);
    }
  });

  it('come with one in their README that says nearly everything', () => {
    const readme = readFileSync(`${FOLDER}README.md`, 'utf8');
    const [text = ''] = [...readme.matchAll(/```yaml\n(.*?)```/gs)].map(([, yaml]) => yaml);
    const reading = readExperiment(text, [{ path: 'nics', value: '2' }], loadCatalogue());
    if (reading.kind === 'invalid') throw new Error(JSON.stringify(reading.issues, null, 1));
    expect(expand(reading.experiment).map((scenario) => scenario.name)).toEqual([
      'azure, 1000, as-it-is',
      'azure, 1000, longer',
      'azure, 10000, as-it-is',
      'azure, 10000, longer',
      'local-hyperv, 1000, as-it-is',
      'local-hyperv, 1000, longer',
      'local-hyperv, 10000, as-it-is',
      'local-hyperv, 10000, longer',
    ]);
  });

  it.each(NAMES)('%s has a name for every scenario', (name) => {
    const names = expand(example(name)).map((scenario) => scenario.name);
    expect(new Set(names).size).toBe(names.length);
  });
});

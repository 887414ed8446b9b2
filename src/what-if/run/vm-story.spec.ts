import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../catalogue/load-catalogue.js';
import { readExperiment } from '../experiment/read-experiment.js';
import { vmStory } from './vm-story.js';

const VMS = 300;
const EVERY = 73;

function scenariosOf(name: string) {
  const text = readFileSync(new URL(`../../../examples/what-if/${name}.yaml`, import.meta.url), 'utf8');
  const reading = readExperiment(text, [{ path: 'vms', value: String(VMS) }], loadCatalogue());
  if (reading.kind === 'invalid') throw new Error(JSON.stringify(reading.issues));
  return reading.experiment.scenarios;
}

describe('the story of a VM of a run', () => {
  it.each(['policy-ablation', 'kernel-eras', 'host-retirement', 'saving-versus-risk', 'nine-oclock-storm'])(
    'ends alone as it ended among all others: %s',
    async (name) => {
      const told: unknown[] = [];
      for (const scenario of scenariosOf(name)) {
        for (let vm = 0; vm < VMS; vm += EVERY) {
          const { number, agrees, timeline, acts } = await vmStory(scenario, String(vm));
          const decided = timeline.flatMap(({ cause }) => cause ?? []);
          expect(acts.flatMap(({ fate }) => fate?.cause ?? [])).toEqual(decided);
          told.push([number, agrees, acts.length >= decided.length]);
        }
      }
      const numbers = Array.from({ length: Math.ceil(VMS / EVERY) }, (_, at) => at * EVERY);
      const expected = scenariosOf(name).flatMap(() => numbers.map((number) => [number, true, true]));
      expect(told).toEqual(expected);
    },
    120_000,
  );
});

import { describe, expect, it } from 'vitest';
import { InProcessExecutor, loadCatalogue, readExperiment, reportHtml, runExperiment } from 'torpor/what-if';

const EXPERIMENT = `
name: two-plans
axes:
  seed: [1, 2]
scenario:
  fleet: { vms: 200, groups: { office: 100 }, machines: { vcpus: { 2: 100 }, gibPerVcpu: { 4: 100 } } }
  clusters: { types: { any: { vcpus: 64, memoryGib: 256, generation: intel-ice-lake } }, hosts: { perVms: 20 } }
  schedule:
    groups:
      office: { firstStart: { from: 06:00, within: 1h }, hibernate: { from: 18:00, within: 1h }, start: { from: 08:00, within: 1h } }
`;

describe('torpor/what-if', () => {
  it('reads, runs and reports an experiment without a file', async () => {
    const reading = readExperiment(EXPERIMENT, [], loadCatalogue());
    if (reading.kind === 'invalid') throw new Error(JSON.stringify(reading.issues));
    const { experiment } = reading;
    const { summaries } = await runExperiment(experiment, {
      executor: new InProcessExecutor(),
      version: '0',
    });
    const done = summaries.flatMap((summary) => summary ?? []);
    expect(done.map(({ name, counts }) => [name, counts.vms, counts.bootsOk])).toEqual([
      ['1', 200, 200],
      ['2', 200, 200],
    ]);
    expect(reportHtml({ name: experiment.name, version: '0', scenarios: done })).toContain('two-plans');
  });
});

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../catalogue/load-catalogue.js';
import { listedFilesIn } from '../experiment/listed-files.js';
import { readExperiment } from '../experiment/read-experiment.js';
import { explainRun } from './explain-run.js';
import { InProcessExecutor } from './in-process-executor.js';
import { RunError } from './run-error.js';
import { runExperiment, type RunResult } from './run-experiment.js';

const FLEET = `name,region,group,size,owner
db-1,north,office,Standard_D2s_v5,anna
db-2,south,office,Standard_D2s_v5,otto
db-3,north,office,Standard_Nonsense,otto
7,south,office,Standard_D4s_v5,otto
`;

const EXPERIMENT = `name: listed
scenario:
  days: 2
  fleet:
    file: fleet.csv
    onBadRow: skip
    otherwise: { group: office, region: north, machine: { size: Standard_D2s_v5 } }
  guests: { images: { ubuntu-24.04: 1 } }
  clusters:
    types: { new: { vcpus: 96, memoryGib: 384, vfSlots: 48, generation: intel-ice-lake } }
    list:
      n: { region: north, hosts: 2 }
      s: { region: south, hosts: 2 }
      e: { region: east, hosts: 2 }
  schedule:
    groups:
      office:
        firstStart: { from: 06:00, within: 2h }
        hibernate: { from: 17:00, within: 1h }
        start: { from: 08:00, within: 1h }
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'torpor-listed-'));
  await writeFile(join(folder, 'fleet.csv'), FLEET);
});
afterAll(() => rm(folder, { recursive: true }));

async function run(text: string, out: string): Promise<RunResult> {
  const reading = readExperiment(text, [], loadCatalogue(), { files: listedFilesIn(folder) });
  if (reading.kind === 'invalid') throw new Error(JSON.stringify(reading.issues));
  const options = { executor: new InProcessExecutor(), version: '1.2.3', filesFolder: folder };
  return runExperiment(reading.experiment, { ...options, out: join(folder, out) });
}

describe('a run of VMs that a file lists', () => {
  it('reads them region by region, and tells which rows it left out', async () => {
    const { summaries, notes } = await run(EXPERIMENT, 'run');
    expect(summaries.map((summary) => [summary?.counts.vms, summary?.counts.resumesOk])).toEqual([[3, 3]]);
    expect(notes.map((note) => note.replaceAll(folder, 'FOLDER'))).toEqual([
      'FOLDER/fleet.csv: 1 of 4 rows are left out: line 4, column size: "Standard_Nonsense" is not a size of the experiment.',
      'FOLDER/fleet.csv: Columns that mean nothing here: owner.',
    ]);
    const scenario = JSON.parse(await readFile(join(folder, 'run/scenarios/01-all/scenario.json'), 'utf8'));
    expect(scenario.fleet.path).toBe('fleet.csv');
  });

  it('finds a VM by its name before its number, and its file beside the run', async () => {
    const byName = await explainRun(join(folder, 'run'), { vm: '7' });
    const byNumber = await explainRun(join(folder, 'run'), { vm: '0' });
    expect([byName.vm, byName.region, byName.make?.split(',')[0], byName.agrees]).toEqual([
      '7',
      'south',
      'Standard_D4s_v5',
      true,
    ]);
    expect([byNumber.vm, byNumber.region]).toEqual(['db-1', 'north']);
    await writeFile(join(folder, 'other.csv'), FLEET.replace('anna', 'hans'));
    const changed = explainRun(join(folder, 'run'), { vm: '7', fleetFile: join(folder, 'other.csv') });
    await expect(changed).rejects.toThrow('the content has changed');
  });

  it('begins nothing when rows are bad, or a region has no hosts', async () => {
    const strict = run(EXPERIMENT.replace('skip', 'fail'), 'strict').catch((error: unknown) => error);
    expect(await strict).toEqual(
      new RunError('fleet-unreadable', `${join(folder, 'fleet.csv')} has 1 bad row.`, {
        details: ['line 4, column size: "Standard_Nonsense" is not a size of the experiment'],
        remedy: 'Correct them, or set onBadRow: skip to leave them out.',
      }),
    );
    const homeless = EXPERIMENT.replace('region: south', 'region: west');
    await expect(run(homeless, 'homeless')).rejects.toThrow(
      `${join(folder, 'fleet.csv')} has VMs in south, where there is no cluster.`,
    );
  });
});

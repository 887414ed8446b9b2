import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunStory } from '../../../what-if/run/explain-run.js';
import { runCli } from '../../run-cli.js';
import { type RecordingProcess, recordingProcess } from '../../testing/recording-process.js';
import { SMALL_EXPERIMENT, SMALL_GRID, SMALL_WITH_GUESTS } from './testing/small-experiments.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'torpor-whatif-'));
});
afterAll(() => rm(folder, { recursive: true }));

const FILES = {
  'storm.yaml': SMALL_EXPERIMENT,
  'grid.yaml': SMALL_GRID,
  'guests.yaml': SMALL_WITH_GUESTS,
  'broken.yaml': 'name: 5\nsizes: 1\n',
};

/** `whatif` with these arguments; `OUT` in them is a folder below the temporary one. */
async function whatif(
  args: readonly string[],
  prepare: (process: RecordingProcess) => void = () => undefined,
) {
  const process = recordingProcess({ env: {}, files: FILES });
  prepare(process);
  const line = ['whatif', ...args.map((arg) => arg.replace(/^OUT/, folder))];
  const exit = await runCli(line, process);
  return { exit, stdout: process.stdout.text.replaceAll(folder, 'OUT'), stderr: process.stderr.text };
}

describe('torpor whatif validate and expand', () => {
  it('say what is in an experiment', async () => {
    expect(await whatif(['validate', 'grid.yaml'])).toEqual({
      exit: 0,
      stdout: 'small grid is valid: 4 scenarios\n  size: small, large\n  seed: 1, 2\n',
      stderr: '',
    });
    const { stdout } = await whatif([
      'expand',
      'grid.yaml',
      '--query',
      '[].[name,seed,fleet.vms]',
      '-o',
      'tsv',
    ]);
    expect(stdout).toBe('small, 1\t1\t100\nsmall, 2\t2\t100\nlarge, 1\t1\t300\nlarge, 2\t2\t300\n');
    const table = await whatif(['expand', 'grid.yaml', '--set', 'scenario.days=2']);
    expect(table.stdout.replaceAll(/[0-9a-f]{12}$/gm, '<sha256>')).toBe(
      `scenario  size   seed  days  sha256
small, 1  small  1     2     <sha256>
small, 2  small  2     2     <sha256>
large, 1  large  1     2     <sha256>
large, 2  large  2     2     <sha256>
`,
    );
  });

  it('TORPOR-26 list every issue with its path', async () => {
    expect(await whatif(['validate', 'broken.yaml', '--set', 'days=soon'])).toEqual({
      exit: 2,
      stdout: '',
      stderr: `experiment-invalid: The experiment broken.yaml is not valid.
  sizes: there is no such member; known are name, question, summary, parameters, scenario, axes
  name: must be a name of 1 to 80 characters
  scenario.days: must be a whole number from 1 to 40
  scenario.fleet: is missing; must have members, written as name: value
  scenario.clusters: is missing; must have members, written as name: value
  scenario.schedule: is missing; must have members, written as name: value
`,
    });
    expect(await whatif(['validate', 'storm.yaml', '--set', 'vms'])).toEqual({
      exit: 2,
      stdout: '',
      stderr: 'usage: --set vms: expected path=value\n',
    });
    expect((await whatif(['validate', 'nowhere.yaml'])).exit).toBe(2);
  });
});

describe('torpor whatif run', () => {
  it('prints the counts of one scenario and writes no files', async () => {
    const { exit, stdout, stderr } = await whatif([
      ...['run', 'storm.yaml', '--set', 'vms=60', '--set', 'seed=9', '--threads', '1', '-o', 'json'],
    ]);
    const counts = JSON.parse(stdout) as Record<string, unknown>;
    expect([exit, stderr, counts['vms'], counts['hosts'], typeof counts['digest']]).toEqual([
      0,
      '',
      60,
      6,
      'string',
    ]);
    expect(Object.keys(counts).slice(0, 6)).toEqual([
      'vms',
      'hosts',
      'workers',
      'events',
      'bootsRequested',
      'bootsOk',
    ]);
    expect(await readdir(folder)).not.toContain('small-storm-run');
    expect(await readdir('.')).not.toContain('small-storm-run');
  });

  it('prints the summaries of several scenarios, with their series when asked', async () => {
    const run = async (...more: readonly string[]) => {
      const { stdout } = await whatif(['run', 'grid.yaml', '--out', 'OUT/json', '-o', 'json', ...more]);
      return JSON.parse(stdout) as readonly Record<string, unknown>[];
    };
    const short = await run('--threads', '1');
    expect(short.map(({ name, seed }) => [name, seed])).toEqual([
      ['small, 1', 1],
      ['small, 2', 2],
      ['large, 1', 1],
      ['large, 2', 2],
    ]);
    const long = await run('--threads', '1', '--series');
    expect(long.map(({ series, ...rest }) => [typeof series, rest])).toEqual(
      short.map((summary) => ['object', summary]),
    );
  });

  it('prints a table, writes the run and its page, and goes on with nothing to do', async () => {
    const first = await whatif(['run', 'grid.yaml', '--out', 'OUT/grid', '--threads', '1']);
    const again = await whatif(['run', 'grid.yaml', '--out', 'OUT/grid', '--threads', '1']);
    expect(first.exit).toBe(0);
    const lines = first.stdout.split('\n');
    expect(lines.slice(1, 5).map((line) => line.split('  ')[0])).toEqual([
      'small, 1',
      'small, 2',
      'large, 1',
      'large, 2',
    ]);
    expect(lines.at(-2)).toBe('The run is in OUT/grid; its page is OUT/grid/report.html.');
    expect(again.stdout).toBe(first.stdout);
    expect(await readdir(join(folder, 'grid'))).toEqual([
      'experiment.yaml',
      'report.html',
      'run.json',
      'scenarios',
    ]);
  });

  it('refuses a folder of another experiment', async () => {
    expect((await whatif(['run', 'grid.yaml', '--out', 'OUT/taken', '--threads', '1'])).exit).toBe(0);
    const other = await whatif(['run', 'storm.yaml', '--out', 'OUT/taken', '--threads', '1']);
    expect([other.exit, other.stdout, other.stderr.replaceAll(folder, 'OUT')]).toEqual([
      4,
      '',
      'whatif-folder-taken: The folder OUT/taken holds the run small grid, which cannot be gone on with: ' +
        'the experiment is another one.\n  remedy  Name another folder with --out, or remove this one.\n',
    ]);
  });

  it('says what is done when it is interrupted, and what to do', async () => {
    const line = ['run', 'grid.yaml', '--out', 'OUT/interrupted', '--threads', '1'];
    const interrupted = await whatif(line, (process) => process.interrupt());
    expect([interrupted.exit, interrupted.stdout, interrupted.stderr.replaceAll(folder, 'OUT')]).toEqual([
      130,
      '',
      'Interrupted; 0 of 4 scenarios are done, in OUT/interrupted.\n' +
        'The same command goes on from there; compare, explain and report work on what is done.\n',
    ]);
    expect((await whatif(line)).exit).toBe(0);
    const lost = await whatif(['run', 'storm.yaml', '-o', 'json', '--threads', '1'], (process) =>
      process.interrupt(),
    );
    expect([lost.exit, lost.stderr]).toEqual([130, 'Interrupted; nothing is kept without --out.\n']);
  });
});

describe('torpor whatif on runs', () => {
  beforeAll(async () => {
    for (const [name, seed] of [
      ['one', '1'],
      ['two', '2'],
    ]) {
      const line = ['run', 'guests.yaml', '--set', `seed=${seed}`, '--out', `OUT/${name}`, '--threads', '1'];
      expect((await whatif(line)).stderr).toBe('');
    }
  });

  it('compares two of them', async () => {
    const same = await whatif(['compare', 'OUT/one', 'OUT/one', '--query', 'isEqual', '-o', 'tsv']);
    const other = await whatif(['compare', 'OUT/one', 'OUT/two']);
    expect([same.stdout, other.exit]).toEqual(['true\n', 0]);
    expect(other.stdout).toContain('1 of 1 scenario ended otherwise.');
  });

  it('writes the page of one anew', async () => {
    const page = await readFile(join(folder, 'one/report.html'), 'utf8');
    await rm(join(folder, 'one/report.html'));
    expect(await whatif(['report', 'OUT/one'])).toEqual({
      exit: 0,
      stdout: 'OUT/one/report.html\n',
      stderr: '',
    });
    expect(await readFile(join(folder, 'one/report.html'), 'utf8')).toBe(page);
    const none = await whatif(['report', 'OUT/none']);
    expect([none.exit, none.stderr.replaceAll(folder, 'OUT')]).toEqual([
      3,
      'whatif-not-found: There is no run in OUT/none.\n',
    ]);
  });

  it('tells the story of a VM by its name and by its number', async () => {
    const byName = await whatif(['explain', 'OUT/one', 'vm-0000007', '--scenario', 'all']);
    expect(await whatif(['explain', 'OUT/one', '7'])).toEqual(byName);
    expect([byName.exit, byName.stderr, byName.stdout.split('\n')[0]]).toEqual([0, '', 'vm-0000007']);
    const { stdout } = await whatif(['explain', 'OUT/one', '7', '-o', 'json']);
    const story = JSON.parse(stdout) as RunStory;
    expect([story.vm, story.number, story.scenario, story.agrees]).toEqual(['vm-0000007', 7, 'all', true]);
    expect(story.timeline.map(({ what, cause }) => [what, cause?.kind, cause?.rule])).toEqual([
      ['start-asked', undefined, undefined],
      ['placed', undefined, undefined],
      ['booted', undefined, undefined],
      ['hibernation-asked', undefined, undefined],
      ['fell-asleep', 'asleep', undefined],
      ['saved', undefined, undefined],
      ['start-asked', undefined, undefined],
      ['placed', undefined, undefined],
      ['resumed', 'hung', 'R56'],
      ['skipped', undefined, undefined],
    ]);
    expect(story.acts.map(({ act, fate, explanation }) => [act, fate?.kind, explanation?.severity])).toEqual([
      ['boot', undefined, undefined],
      ['hibernate', 'asleep', 'hibernated'],
      ['resume', 'hung', 'hung-or-undefined'],
    ]);
  });

  it('says which VMs and scenarios there are not', async () => {
    const story = await whatif(['explain', 'OUT/one', '7', '--scenario', 'none']);
    expect([story.exit, story.stderr.replaceAll(folder, 'OUT')]).toEqual([
      3,
      'whatif-not-found: No scenario in OUT/one that is done is called none.\n  remedy  There are: all.\n',
    ]);
    const unknown = await whatif(['explain', 'OUT/one', 'vm-x']);
    expect([unknown.exit, unknown.stderr.split('\n')[0]]).toEqual([
      3,
      'whatif-not-found: No VM of scenario all is called vm-x.',
    ]);
  });
});

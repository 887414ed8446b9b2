import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunDocument } from './run-document.js';
import { RunError } from './run-error.js';
import { RunFolder } from './run-folder.js';

let parent: string;
let path: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'torpor-run-'));
  path = join(parent, 'run');
});
afterEach(() => rm(parent, { recursive: true }));

const PLANNED: RunDocument = {
  name: 'storm',
  question: 'How long?',
  version: '1.2.3',
  createdFrom: 'abc',
  scenarios: [
    { name: 'a', options: { policy: 'a' }, sha256: '1', folder: 'scenarios/01-a', status: 'pending' },
    { name: 'b', options: { policy: 'b' }, sha256: '2', folder: 'scenarios/02-b', status: 'pending' },
  ],
};

function open(document: RunDocument = PLANNED): Promise<RunFolder> {
  return RunFolder.open(path, document, 'name: storm\n');
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true });
  return entries.toSorted();
}

function refusalOf(opening: Promise<RunFolder>): Promise<readonly [string, string]> {
  return opening.then(
    () => ['opened', ''],
    (error: unknown) => {
      if (error instanceof RunError) return [error.kind, error.message];
      throw error;
    },
  );
}

describe('a run folder', () => {
  it('holds a scenario whole or not at all, and says which', async () => {
    const folder = await open();
    expect(await filesBelow(path)).toEqual(['experiment.yaml', 'run.json']);
    await folder.finish(1, async (draft) => {
      await writeFile(join(draft, 'summary.json'), '{"name":"b"}');
      expect(await filesBelow(join(path, 'scenarios'))).not.toContain('02-b');
    });
    const [a, b] = PLANNED.scenarios;
    expect(JSON.parse(await readFile(join(path, 'run.json'), 'utf8'))).toEqual({
      ...PLANNED,
      scenarios: [a, { ...b, status: 'done' }],
    });
    expect(await filesBelow(path)).toEqual([
      'experiment.yaml',
      'run.json',
      'scenarios',
      'scenarios/02-b',
      'scenarios/02-b/summary.json',
    ]);
    expect(await (await RunFolder.read(path)).summary(1)).toEqual({ name: 'b' });
  });

  it('goes on with what a run left that was killed at any moment', async () => {
    const folder = await open();
    await folder.finish(0, (draft) => writeFile(join(draft, 'summary.json'), '{}'));
    // As killed while a scenario was written, and before the document said that the first one is done.
    await mkdir(join(path, 'scenarios/02-b.partial'));
    await writeFile(join(path, 'scenarios/02-b.partial/left'), '');
    await writeFile(join(path, 'run.json'), JSON.stringify(PLANNED));
    await writeFile(join(path, 'run.json.partial'), '{');
    const again = await open();
    expect(again.document.scenarios.map(({ status }) => status)).toEqual(['done', 'pending']);
    await again.finish(1, (draft) => writeFile(join(draft, 'summary.json'), '{}'));
    expect(await filesBelow(path)).toEqual([
      'experiment.yaml',
      'run.json',
      'scenarios',
      'scenarios/01-a',
      'scenarios/01-a/summary.json',
      'scenarios/02-b',
      'scenarios/02-b/summary.json',
    ]);
  });

  it('goes on with a folder that holds no more than the draft of its document', async () => {
    await mkdir(path);
    await writeFile(join(path, 'run.json.partial'), '{');
    expect((await open()).document).toEqual(PLANNED);
  });

  it.each<[string, Partial<RunDocument>, string]>([
    ['another experiment', { createdFrom: 'def' }, 'the experiment is another one'],
    ['another version', { version: '2.0.0' }, 'it was made by version 1.2.3, and this is 2.0.0'],
    [
      'another fleet',
      { scenarios: PLANNED.scenarios.map((scenario) => ({ ...scenario, sha256: '3' })) },
      'what the experiment refers to has changed',
    ],
  ])('is refused for %s', async (_, change, why) => {
    await open();
    expect(await refusalOf(open({ ...PLANNED, ...change }))).toEqual([
      'folder-taken',
      `The folder ${path} holds the run storm, which cannot be gone on with: ${why}.`,
    ]);
  });

  it('is refused where something else is', async () => {
    await mkdir(path);
    await writeFile(join(path, 'letter.txt'), '');
    expect(await refusalOf(open())).toEqual([
      'folder-taken',
      `The folder ${path} holds something else than a run (letter.txt).`,
    ]);
    expect(await refusalOf(RunFolder.read(path))).toEqual(['not-found', `There is no run in ${path}.`]);
    await writeFile(join(path, 'run.json'), '{}');
    expect(await refusalOf(open())).toEqual(['folder-taken', `${path}/run.json is not of a run.`]);
    path = join(path, 'letter.txt');
    expect(await refusalOf(open())).toEqual(['folder-taken', `${path} is no folder.`]);
  });
});

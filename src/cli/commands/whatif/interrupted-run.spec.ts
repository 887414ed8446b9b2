import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  startTypescript,
  type TypescriptProcess,
} from '../../../../test/typescript-process/start-typescript.js';
import { RunFolder } from '../../../what-if/run/run-folder.js';
import { folderContent } from '../../../what-if/run/testing/folder-content.js';
import { runCli } from '../../run-cli.js';
import { recordingProcess } from '../../testing/recording-process.js';
import { manySeeds } from './testing/small-experiments.js';

const SCENARIOS = 16;
/** Two processes are started, which compile what they load. Unit: ms. */
const TIMEOUT_MS = 240_000;

let folder: string;
let experiment: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'torpor-whatif-'));
  experiment = join(folder, 'seeds.yaml');
  await writeFile(experiment, manySeeds(SCENARIOS, 5_000));
});
afterAll(() => rm(folder, { recursive: true }));

function begin(): TypescriptProcess {
  return startTypescript('src/cli.ts', {
    arguments: ['whatif', 'run', experiment, '--out', join(folder, 'run'), '--threads', '1'],
  });
}

async function doneScenarios(): Promise<number> {
  const { document } = await RunFolder.read(join(folder, 'run'));
  return document.scenarios.filter(({ status }) => status === 'done').length;
}

it(
  'a run that was killed, and then interrupted, ends with the bytes of one that was not',
  async () => {
    const killed = begin();
    await killed.line('1 of');
    killed.child.kill('SIGKILL');
    expect(await killed.ended).toBe('SIGKILL');
    const left = await doneScenarios();
    expect(left).toBeGreaterThanOrEqual(1);
    expect(left).toBeLessThan(SCENARIOS);

    const interrupted = begin();
    await interrupted.line(`${left} of`);
    interrupted.child.kill('SIGINT');
    const hint = await interrupted.line('Interrupted; ');
    expect(await interrupted.ended).toBe(130);
    const more = await doneScenarios();
    expect(more).toBeGreaterThanOrEqual(left);
    expect(more).toBeLessThan(SCENARIOS);
    expect(hint).toBe(`Interrupted; ${more} of ${SCENARIOS} scenarios are done, in ${join(folder, 'run')}.`);

    const whole = recordingProcess({ env: {} });
    const process = { ...whole, readText: (path: string) => readFile(path) };
    for (const out of ['run', 'at-once']) {
      const line = ['whatif', 'run', experiment, '--out', join(folder, out), '--threads', '1', '-o', 'none'];
      expect(await runCli(line, process)).toBe(0);
    }
    const atOnce = await folderContent(join(folder, 'at-once'));
    expect(Object.keys(atOnce).length).toBe(3 + 4 * SCENARIOS);
    expect(await folderContent(join(folder, 'run'))).toEqual(atOnce);
  },
  TIMEOUT_MS,
);

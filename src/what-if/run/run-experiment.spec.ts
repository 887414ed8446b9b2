import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Executor } from './executor.js';
import { InProcessExecutor } from './in-process-executor.js';
import { runExperiment, type RunOptions } from './run-experiment.js';
import type { RunPlan } from './run-plan.js';
import { folderContent } from './testing/folder-content.js';
import { THREADS_TIMEOUT_MS, TYPESCRIPT_THREAD } from './testing/typescript-threads.js';
import { ThreadExecutor } from './thread-executor.js';
import { smallScenario } from './testing/small-scenarios.js';

const PLAN: RunPlan = {
  name: 'storm',
  question: 'How long is the queue?',
  text: 'name: storm\n',
  scenarios: ['a', 'b', 'c'].map((name, seed) => smallScenario({ name, seed })),
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'torpor-run-'));
});
afterAll(() => rm(folder, { recursive: true }));

function run(out: string | undefined, options: Partial<RunOptions> = {}) {
  return runExperiment(PLAN, {
    executor: new InProcessExecutor(),
    version: '1.2.3',
    ...(out === undefined ? {} : { out: join(folder, out) }),
    ...options,
  });
}

/** Yields what another executor yields, the last first. */
class Backwards implements Executor {
  async *run(...given: Parameters<Executor['run']>): ReturnType<Executor['run']> {
    const shards = [];
    for await (const shard of new InProcessExecutor().run(...given)) shards.unshift(shard);
    yield* shards;
  }
}

describe('a run', () => {
  it('writes every scenario and says what there is', async () => {
    const { document, summaries, kept } = await run('whole');
    expect(JSON.parse(await readFile(join(folder, 'whole/run.json'), 'utf8'))).toEqual(document);
    expect(document.scenarios.map(({ name, folder: at, status }) => [name, at, status])).toEqual([
      ['a', 'scenarios/01-a', 'done'],
      ['b', 'scenarios/02-b', 'done'],
      ['c', 'scenarios/03-c', 'done'],
    ]);
    expect(Object.keys(await folderContent(join(folder, 'whole')))).toEqual([
      'experiment.yaml',
      'run.json',
      ...['01-a', '02-b', '03-c'].flatMap((scenario) =>
        ['scenario.json', 'series.parquet', 'summary.json', 'vms.parquet'].map(
          (file) => `scenarios/${scenario}/${file}`,
        ),
      ),
    ]);
    const text = await readFile(join(folder, 'whole/scenarios/02-b/summary.json'), 'utf8');
    expect(JSON.parse(text)).toEqual(summaries[1]);
    expect(JSON.parse(await readFile(join(folder, 'whole/scenarios/02-b/scenario.json'), 'utf8'))).toEqual(
      PLAN.scenarios[1],
    );
    expect(summaries.map((summary) => [summary?.name, summary?.seed, summary?.counts.vms])).toEqual([
      ['a', 0, 200],
      ['b', 1, 200],
      ['c', 2, 200],
    ]);
    expect(summaries.every((summary) => (summary?.counts.resumesOk ?? 0) > 0)).toBe(true);
    expect(kept).toBe(0);
  });

  it('gives the same without a folder, and in whatever order regions end', async () => {
    const whole = await run('in-order');
    const without = await run(undefined);
    expect(without).toEqual(whole);
    expect(await run('backwards', { executor: new Backwards() })).toEqual(whole);
    expect(await folderContent(join(folder, 'backwards'))).toEqual(
      await folderContent(join(folder, 'in-order')),
    );
  });

  it(
    'TORPOR-27 gives the same bytes on two threads',
    async () => {
      const alone = await run('alone');
      const executor = new ThreadExecutor({ threads: 2, execArgv: TYPESCRIPT_THREAD });
      expect(await run('on-threads', { executor })).toEqual(alone);
      expect(await folderContent(join(folder, 'on-threads'))).toEqual(
        await folderContent(join(folder, 'alone')),
      );
    },
    THREADS_TIMEOUT_MS,
  );

  it('keeps what was finished when it is interrupted, and goes on from there', async () => {
    await run('uninterrupted');
    const interruption = new AbortController();
    const told: string[] = [];
    const first = await run('interrupted', {
      signal: interruption.signal,
      onProgress: ({ scenariosDone, scenarios, share }) => {
        told.push(`${scenariosDone}/${scenarios} ${share.toFixed(2)}`);
        if (scenariosDone === 1) interruption.abort();
      },
    });
    expect(told).toEqual(['0/3 0.00', '0/3 0.11', '0/3 0.22', '1/3 0.33']);
    expect(first.document.scenarios.map(({ status }) => status)).toEqual(['done', 'pending', 'pending']);
    expect(first.summaries.map((summary) => summary?.name)).toEqual(['a', undefined, undefined]);

    const second = await run('interrupted');
    expect([second.kept, second.summaries.map((summary) => summary?.name)]).toEqual([1, ['a', 'b', 'c']]);
    const whole = await folderContent(join(folder, 'uninterrupted'));
    expect(await folderContent(join(folder, 'interrupted'))).toEqual(whole);
    expect((await run('interrupted')).kept).toBe(3);
    expect(await folderContent(join(folder, 'interrupted'))).toEqual(whole);
  });
});

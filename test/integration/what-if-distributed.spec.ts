import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Scenario } from '#libs/what-if';
import { loadCatalogue } from '../../src/catalogue/load-catalogue.js';
import { productVersion } from '../../src/cli/version.js';
import { hasRedis, startTestRedis, type TestRedis } from '../../src/engines/testing/test-redis.js';
import { torporHome } from '../../src/home/torpor-home.js';
import { serve } from '../../src/serve.js';
import { DistributedExecutor } from '../../src/what-if/distribute/distributed-executor.js';
import { openRedis } from '../../src/what-if/distribute/open-redis.js';
import { listedFilesIn } from '../../src/what-if/experiment/listed-files.js';
import { readExperiment } from '../../src/what-if/experiment/read-experiment.js';
import type { Executor, FinishedShard, ShardTask } from '../../src/what-if/run/executor.js';
import { InProcessExecutor } from '../../src/what-if/run/in-process-executor.js';
import { RunError } from '../../src/what-if/run/run-error.js';
import { runExperiment } from '../../src/what-if/run/run-experiment.js';
import { smallScenario } from '../../src/what-if/run/testing/small-scenarios.js';
import { registerIfPossible } from '../not-run.js';
import { startTypescript, type TypescriptProcess } from '../typescript-process/start-typescript.js';

const VERSION = '1.2.3';
const REGIONS = ['north', 'south', 'east'];
/** Long enough that a shard is under way when it is looked at. */
const VMS = 20_000;

const FLEET = `name,region,group,size
db-1,north,office,Standard_D2s_v5
db-2,south,office,Standard_D2s_v5
`;
const LISTED = `name: listed
axes:
  fleet:
    inventory: { file: fleet.csv, otherwise: { group: office, region: north, machine: { size: Standard_D2s_v5 } } }
    trace:
      file: azure-vm-trace-v1/dev
      most: 2000
      groups: { office: 1 }
      otherwise: { group: office, region: north, machine: { size: Standard_D2s_v5 } }
scenario:
  days: 2
  guests: { images: { ubuntu-24.04: 1 } }
  clusters:
    types: { new: { vcpus: 96, memoryGib: 384, vfSlots: 48, generation: intel-ice-lake } }
    list:
      n: { region: north, hosts: 20 }
      s: { region: south, hosts: 2 }
  schedule:
    groups:
      office:
        firstStart: { from: 06:00, within: 2h }
        hibernate: { from: 17:00, within: 1h }
        start: { from: 08:00, within: 1h }
`;

function distributedRuns(): void {
  describe('what-if runs over Redis', { timeout: 180_000 }, () => {
    let redis: TestRedis;
    let client: Redis;
    let workers: TypescriptProcess[] = [];
    const folders: string[] = [];

    beforeAll(async () => {
      redis = await startTestRedis();
      client = new Redis(redis.url);
    });
    afterEach(async () => {
      for (const { child } of workers) child.kill('SIGKILL');
      await Promise.all(workers.map(({ ended }) => ended));
      workers = [];
      await client.flushall();
    });
    afterAll(async () => {
      client.disconnect();
      await redis.close();
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    });

    const folder = () => {
      const path = mkdtempSync(join(tmpdir(), 'torpor-distributed-'));
      folders.push(path);
      return path;
    };

    const startWorkers = async (count: number, env: Readonly<Record<string, string>> = {}) => {
      const started = Array.from({ length: count }, () =>
        startTypescript('test/world/shard-worker.fixture.ts', {
          env: { REDIS_URL: redis.url, WORKER_VERSION: VERSION, ...env },
        }),
      );
      workers.push(...started);
      await Promise.all(started.map((worker) => worker.line('ready')));
      return started;
    };

    const distributed = (onNotice: (sentence: string) => void = () => undefined) =>
      new DistributedExecutor({
        redis: async () => ({ url: redis.url, close: async () => undefined }),
        version: VERSION,
        onNotice,
      });

    /** Keys of runs, of any kind: what workers share for good is left out. */
    const keysLeft = async () => {
      const found = await client.keys('*');
      return found.filter((key) => !/^bull:what-if-shards-|:workers$/.test(key));
    };

    /** Waits until one of the workers is at a shard, and stops it there as a machine does that stands still. */
    const stopOneAtWork = async (): Promise<TypescriptProcess> => {
      for (;;) {
        for (const key of await client.keys('torpor:what-if:run:*:progress')) {
          for (const [shard, text] of Object.entries(await client.hgetall(key))) {
            const pid = Number((JSON.parse(text) as { worker: string }).worker.split('@')[0]);
            const worker = workers.find(({ child }) => child.pid === pid);
            worker?.child.kill('SIGSTOP');
            // It may have ended the shard just before.
            if (worker !== undefined && (await client.hexists(key, shard)) === 1) return worker;
            worker?.child.kill('SIGCONT');
          }
        }
      }
    };

    it('TORPOR-27 leave the bytes of a single process, though one of three workers is killed at a shard', async () => {
      await startWorkers(3);
      const plan = planOf([smallScenario({ seed: 1, vms: VMS }), smallScenario({ seed: 2, vms: VMS })]);
      const alone = folder();
      await runExperiment(plan, { executor: new InProcessExecutor(), version: VERSION, out: alone });
      const shared = folder();
      let hasProgress = false;
      const run = runExperiment(plan, {
        executor: distributed(),
        version: VERSION,
        out: shared,
        onProgress: ({ underWay }) => (hasProgress ||= underWay.length > 0),
      });
      const victim = await stopOneAtWork();
      victim.child.kill('SIGKILL');
      expect(await victim.ended).toBe('SIGKILL');
      await run;
      expect(filesIn(shared)).toEqual(filesIn(alone));
      expect(hasProgress).toBe(true);
      expect(await keysLeft()).toEqual([]);
    });

    it('end with the name of a shard that kills every worker', async () => {
      await startWorkers(4, { DEADLY_REGION: 'south' });
      const failure = outcomesOf(distributed(), tasksOf(smallScenario())).catch((error: unknown) => error);
      await Promise.all(workers.map(({ ended }) => ended));
      // Somebody has to be there to find the last one dead.
      await startWorkers(1);
      expect(await failure).toEqual(
        new RunError(
          'thread-failed',
          'Region south of scenario all was given up: 4 workers in a row ended while they worked on it.',
          { remedy: 'See whether they had enough memory; fewer VMs to a region need less.' },
        ),
      );
      expect(await keysLeft()).toEqual([]);
    });

    it('end with the error of a shard that fails wherever it is tried', async () => {
      await startWorkers(1);
      const [task] = tasksOf(smallScenario());
      const failure = outcomesOf(distributed(), [{ ...task!, region: 'nowhere' }]).catch(
        (error: unknown) => error,
      );
      expect(await failure).toEqual(
        new RunError(
          'thread-failed',
          'Region nowhere of scenario all broke off: the fleet has no VMs in region nowhere',
        ),
      );
    });

    it('take files of VMs along, and those that a trace is made of', async () => {
      await startWorkers(1);
      const home = folder();
      writeFileSync(join(home, 'fleet.csv'), FLEET);
      const reading = readExperiment(LISTED, [], loadCatalogue(), { files: listedFilesIn(home) });
      if (reading.kind === 'invalid') throw new Error(JSON.stringify(reading.issues));
      const options = { version: VERSION, filesFolder: home };
      const [alone, shared] = [folder(), folder()];
      await runExperiment(reading.experiment, { ...options, executor: new InProcessExecutor(), out: alone });
      await runExperiment(reading.experiment, { ...options, executor: distributed(), out: shared });
      expect(filesIn(shared)).toEqual(filesIn(alone));
      expect(await keysLeft()).toEqual([]);
    });

    it('leave nothing behind when they are interrupted, and workers that take the next one', async () => {
      await startWorkers(1);
      const interruption = new AbortController();
      const found = [];
      const large = tasksOf(smallScenario({ vms: 60 * VMS }));
      for await (const shard of distributed().run(large, {
        signal: interruption.signal,
        onProgress: () => interruption.abort(),
      })) {
        found.push(shard);
      }
      expect([found, await keysLeft()]).toEqual([[], []]);
      const tasks = tasksOf(smallScenario());
      expect(await outcomesOf(distributed(), tasks)).toEqual(
        await outcomesOf(new InProcessExecutor(), tasks),
      );
      expect(await keysLeft()).toEqual([]);
    });

    it('go on with what a worker gives back that is told to stop', async () => {
      await startWorkers(1);
      const tasks = tasksOf(smallScenario({ vms: VMS }));
      const outcomes = outcomesOf(distributed(), tasks);
      const stopped = await stopOneAtWork();
      stopped.child.kill('SIGCONT');
      stopped.child.kill('SIGTERM');
      expect(await stopped.ended).toBe(0);
      await startWorkers(1);
      expect(await outcomes).toEqual(await outcomesOf(new InProcessExecutor(), tasks));
    });

    it('have workers that need Redis alone, and leave nothing of themselves there', async () => {
      const env = { REDIS_URL: redis.url, TORPOR_HOME: folder() };
      const server = await serve({ role: 'worker', only: 'what-if', env });
      const present = await client.zrange('torpor:what-if:workers', 0, -1);
      expect(present.map((member) => member.split(' ')[0])).toEqual([productVersion()]);
      await server.close();
      expect(await client.zrange('torpor:what-if:workers', 0, -1)).toEqual([]);
    });

    it('say so when there is no Redis', async () => {
      const env = { REDIS_URL: 'redis://127.0.0.1:1' };
      const home = torporHome({ TORPOR_HOME: folder() });
      const executor = new DistributedExecutor({ redis: () => openRedis(home, env), version: VERSION });
      const failure = await outcomesOf(executor, tasksOf(smallScenario())).catch((error: unknown) => error);
      expect(failure).toMatchObject({
        kind: 'redis-failed',
        message: 'Redis at 127.0.0.1:1 cannot be used: connect ECONNREFUSED 127.0.0.1:1.',
      });
    });

    it('are left alone by workers of another version, and both sides say so', async () => {
      const [other] = await startWorkers(1, { WORKER_VERSION: '1.2.4' });
      let notice = '';
      const executor = distributed((sentence) => {
        notice = sentence;
        interruption.abort();
      });
      const interruption = new AbortController();
      for await (const shard of executor.run(tasksOf(smallScenario()), { signal: interruption.signal })) {
        expect(shard).toBe('a shard of another version');
      }
      expect(notice).toBe(
        'No worker of version 1.2.3 takes shards: start one with `torpor worker --only what-if`. ' +
          'Workers of other versions leave the run alone: 1 of version 1.2.4.',
      );
      expect(await other?.line('notice')).toBe(
        'notice: A what-if run of version 1.2.3 is under way; this worker is of version 1.2.4 and leaves it alone.',
      );
    });
  });
}

function planOf(scenarios: readonly Scenario[]) {
  const named = scenarios.map((scenario) => ({ ...scenario, name: `seed ${scenario.seed}` }));
  return { name: 'distributed', text: 'name: distributed\n', scenarios: named };
}

function tasksOf(scenario: Scenario): readonly ShardTask[] {
  return REGIONS.map((region, regionIndex) => ({
    scenarioIndex: 0,
    regionIndex,
    region,
    scenario,
    keepsVms: true,
  }));
}

async function outcomesOf(
  executor: Executor,
  tasks: readonly ShardTask[],
): Promise<readonly FinishedShard[]> {
  const found: FinishedShard[] = [];
  for await (const shard of executor.run(tasks)) found.push(shard);
  return found.toSorted((a, b) => a.regionIndex - b.regionIndex);
}

/** Every file below a folder with its content. */
function filesIn(folder: string): Readonly<Record<string, string>> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    files
      .toSorted()
      .map((file) => [file.slice(folder.length), readFileSync(file).toString('base64')] as const),
  );
}

registerIfPossible(
  {
    what: 'What-if runs over Redis',
    isHere: await hasRedis(),
    without: 'no redis-server or valkey-server on the PATH',
    isRequiredInCi: true,
  },
  distributedRuns,
);

import { Redis } from 'ioredis';
import { describe, expect, it } from 'vitest';
import { Random } from '#libs/determinism';
import { hibernateVmPipeline, startVmPipeline } from '#libs/hibernation';
import { hasRedis, startTestRedis } from '../../src/engines/testing/test-redis.js';
import { writeClock } from '../../src/operations/emulated-clock.js';
import { createOperationQueue } from '../../src/queue/create-operation-queue.js';
import type { QueueBackend } from '../../src/queue/queue-backend.js';
import { registerIfPossible } from '../not-run.js';
import { startTypescript, type TypescriptProcess } from '../typescript-process/start-typescript.js';
import { brokenPromises } from '../world/broken-promises.js';
import { GROUP, StoredCloud, SUBSCRIPTION, vmNamed } from '../world/stored-cloud.js';

/**
 * Real workers, killed with SIGKILL in the middle of real hibernations and resumes. Emulated time is scaled so
 * that an operation takes some seconds: kills land between and inside steps.
 */
const VMS = 24;
const WORKERS = 2;
const KILLS_PER_WAVE = 3;
const CLOCK_FACTOR = 10;
const SEED = Number(process.env['TORPOR_TEST_SEED'] ?? 20_260_101);

interface Ground {
  backend(databaseUrl: string): QueueBackend;
  /** Loses every key of the queue, where the queue is not the database itself. */
  loseQueue(): Promise<boolean>;
  close(): Promise<void>;
}

const onPostgres = async (): Promise<Ground> => ({
  backend: (url) => ({ kind: 'postgres', url }),
  loseQueue: async () => false,
  close: async () => {},
});

const onRedis = async (): Promise<Ground> => {
  const redis = await startTestRedis();
  return {
    backend: () => ({ kind: 'redis', url: redis.url }),
    loseQueue: async () => {
      const client = new Redis(redis.url);
      await client.flushall();
      client.disconnect();
      return true;
    },
    close: () => redis.close(),
  };
};

/** Starts workers and replaces those that it kills. */
class Workers {
  #running: TypescriptProcess[] = [];

  constructor(private readonly env: Readonly<Record<string, string>>) {}

  async start(count: number): Promise<void> {
    const started = Array.from({ length: count }, () =>
      startTypescript('test/world/worker.fixture.ts', { env: this.env }),
    );
    await Promise.all(started.map((worker) => worker.line('ready')));
    this.#running.push(...started);
  }

  /** Kills the oldest worker, no signal handler asked, and waits until it is gone. */
  async killOne(): Promise<void> {
    const [victim, ...rest] = this.#running;
    if (victim === undefined) throw new Error('nobody to kill');
    this.#running = rest;
    victim.child.kill('SIGKILL');
    expect(await victim.ended).toBe('SIGKILL');
  }

  async killAll(): Promise<void> {
    while (this.#running.length > 0) await this.killOne();
  }
}

async function prepare(cloud: StoredCloud): Promise<readonly string[]> {
  for (const name of ['host-a', 'host-b', 'host-c']) await cloud.addHost(name);
  const names = Array.from({ length: VMS }, (_, index) => `vm-${index}`);
  for (const [index, name] of names.entries()) {
    await cloud.addNic(`${name}-nic`, `00224801${index.toString(16).padStart(4, '0')}`);
    const nics = [{ subscriptionId: SUBSCRIPTION, groupName: GROUP, name: `${name}-nic` }];
    await cloud.drive(await cloud.createVm(name, { nics }));
  }
  const realMs = Date.now();
  await writeClock(cloud.database, { mode: 'scaled', factor: CLOCK_FACTOR, realMs, emulatedMs: realMs });
  return names;
}

async function stateKinds(cloud: StoredCloud): Promise<readonly string[]> {
  const found: { kind: string }[] = await cloud.database.query(
    `select distinct state->>'kind' as kind from virtual_machine order by 1`,
  );
  return found.map(({ kind }) => kind);
}

async function unfinished(cloud: StoredCloud): Promise<number> {
  const [found]: { count: number }[] = await cloud.database.query(
    `select count(*)::int as count from operation where status = 'running'`,
  );
  return found?.count ?? 0;
}

async function logged(cloud: StoredCloud): Promise<number> {
  const [found]: { count: number }[] = await cloud.database.query(
    'select count(*)::int as count from operation_event',
  );
  return found?.count ?? 0;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Operations on all VMs, with kills while they run; every look in between must find all promises kept. */
async function wave(
  cloud: StoredCloud,
  workers: Workers,
  begin: () => Promise<unknown>,
  disturb: () => Promise<void>,
  random: Random,
): Promise<void> {
  await begin();
  const replacements: Promise<void>[] = [];
  for (let kill = 0; kill < KILLS_PER_WAVE; kill++) {
    // Wait for progress rather than for time, so that each kill interrupts work.
    const aim = (await logged(cloud)) + 40 + random.below(60);
    while ((await logged(cloud)) < aim) {
      if ((await unfinished(cloud)) === 0)
        throw new Error(`nothing was left to interrupt by kill ${kill + 1}`);
      await pause(10);
    }
    await workers.killOne();
    expect(await brokenPromises(cloud.database)).toEqual([]);
    if (kill === 0) await disturb();
    replacements.push(workers.start(1));
  }
  await Promise.all(replacements);
  while ((await unfinished(cloud)) > 0) {
    expect(await brokenPromises(cloud.database)).toEqual([]);
    await pause(250);
  }
}

function survivesOn(title: string, openGround: () => Promise<Ground>): void {
  describe(`killed workers, queue on ${title}`, () => {
    it(
      `TORPOR-6 TORPOR-9 lose no operation, no VM, no disk, no capacity (seed ${SEED})`,
      { timeout: 240_000 },
      async () => {
        const ground = await openGround();
        const cloud = await StoredCloud.open((url) => createOperationQueue(ground.backend(url)));
        const queue = ground.backend(cloud.url);
        const workers = new Workers({
          DATABASE_URL: cloud.url,
          QUEUE_KIND: queue.kind,
          QUEUE_URL: queue.url,
        });
        const random = new Random(SEED);
        let lost = false;
        const loseQueueOnce = async () => {
          if (!lost) lost = await ground.loseQueue();
        };
        try {
          const names = await prepare(cloud);
          await workers.start(WORKERS);
          const all = (pipeline: typeof startVmPipeline, change: 'hibernating' | 'resuming') => () =>
            Promise.all(names.map((name) => cloud.begin.begin({ vm: vmNamed(name), pipeline, change })));

          await wave(cloud, workers, all(hibernateVmPipeline, 'hibernating'), loseQueueOnce, random);
          expect(await stateKinds(cloud)).toEqual(['hibernated']);
          expect(await cloud.database.query('select vm_id from hyperv_vm')).toEqual([]);

          await wave(cloud, workers, all(startVmPipeline, 'resuming'), loseQueueOnce, random);
          expect(await stateKinds(cloud)).toEqual(['running']);

          const outcomes: unknown[] = await cloud.database.query(
            `select status, count(*)::int as count from operation group by status`,
          );
          expect(outcomes).toEqual([{ status: 'succeeded', count: 3 * VMS }]);
          expect(await brokenPromises(cloud.database)).toEqual([]);
          expect(lost).toBe(title === 'Redis');
        } finally {
          await workers.killAll();
          await cloud.close();
          await ground.close();
        }
      },
    );
  });
}

survivesOn('PostgreSQL', onPostgres);

registerIfPossible(
  {
    what: 'killed workers, queue on Redis',
    isHere: await hasRedis(),
    without: 'no redis-server found',
    isRequiredInCi: true,
  },
  () => survivesOn('Redis', onRedis),
);

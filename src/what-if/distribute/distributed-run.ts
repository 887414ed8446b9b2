import type { FlowProducer, Queue, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { reasonOf } from '../../engines/engine-error.js';
import type { ExecutorOptions, ShardTask } from '../run/executor.js';
import { shardFailed, shardKillsWorkers } from './distribution-error.js';
import { EventQueue } from './event-queue.js';
import { sendFleetFiles } from './fleet-files.js';
import {
  endPresence,
  type Participant,
  PRESENCE_BEAT_MS,
  presentVersions,
  showPresence,
} from './presence.js';
import type { OpenRedis } from './open-redis.js';
import { fieldOf, type ShardName } from './run-keys.js';
import { ALIVE_BEAT_MS, DATA_BEAT_MS, RunStore } from './run-store.js';
import type { ScenarioTasks } from './scenario-window.js';
import {
  MOST_LOST_WORKERS,
  runQueueName,
  type ScenarioJobData,
  scenarioFlow,
  scenarioJobId,
  type ShardJobData,
  shardJobId,
  ShardQueues,
  shardQueueName,
} from './shard-queue.js';

export interface DistributedOptions {
  /** Opened when a run begins, closed when it ends. */
  readonly redis: () => Promise<OpenRedis>;
  /** Of the product: workers of other versions leave the shards alone. */
  readonly version: string;
  /** One sentence for people, such as that no worker is there. */
  readonly onNotice?: (sentence: string) => void;
}

export type RunEvent =
  /** All shards of a scenario have results. */
  | { readonly kind: 'ended'; readonly scenario: number }
  | { readonly kind: 'broken'; readonly error: unknown }
  /** Redis knows nothing of the run any more. */
  | { readonly kind: 'lost' }
  | { readonly kind: 'interrupted' };

const PROGRESS_MS = 250;

/** Only this process takes these jobs, and each is done in a moment. */
const PRACTICALLY_ALWAYS = 1_000_000;

/** A run under way, seen from its coordinator. */
export class DistributedRun {
  readonly events = new EventQueue<RunEvent>();
  readonly #queues: ShardQueues;
  readonly #redis: Redis;
  readonly #store: RunStore;
  readonly #flows: FlowProducer;
  readonly #shards: Queue<ShardJobData, void, string>;
  readonly #scenarios: Queue<ScenarioJobData, void, string>;
  readonly #self: Participant;
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #tasks = new Map<string, ShardTask>();
  readonly #sentFiles = new Set<string>();
  #ended: Worker<ScenarioJobData, void> | undefined;
  #hasToldOfNoWorker = false;
  #hasToldOfNoRedis = false;

  constructor(
    private readonly id: string,
    redisUrl: string,
    private readonly options: DistributedOptions,
    private readonly onProgress: ExecutorOptions['onProgress'],
  ) {
    this.#queues = new ShardQueues(redisUrl, (error) => this.#tellOfError(error));
    this.#redis = this.#queues.redis();
    this.#store = new RunStore(this.#redis, id);
    this.#flows = this.#queues.flows();
    this.#shards = this.#queues.queue(shardQueueName(options.version));
    this.#scenarios = this.#queues.queue(runQueueName(id));
    this.#self = { id, version: options.version };
  }

  async begin(): Promise<void> {
    await this.#store.begin();
    this.#ended = this.#queues.worker<ScenarioJobData>(
      runQueueName(this.id),
      async ({ data }) => this.events.push({ kind: 'ended', scenario: data.scenario }),
      { concurrency: 1, mostLost: PRACTICALLY_ALWAYS },
    );
    this.#ended.on('failed', (job, error) => {
      if (job !== undefined) this.#do(() => this.#explainFailure(job.data.scenario, error));
    });
    this.#every(ALIVE_BEAT_MS, () => this.#stayAlive());
    this.#every(DATA_BEAT_MS, () => this.#store.keep());
    this.#every(PROGRESS_MS, () => this.#tellProgress());
    this.#every(PRESENCE_BEAT_MS, () => this.#lookForWorkers());
    await showPresence(this.#redis, 'run', this.#self);
  }

  /** Hands a scenario to the workers. Throws `RunError` for a file of VMs that cannot be sent. */
  async add({ index, scenario, tasks }: ScenarioTasks): Promise<void> {
    const { fleet } = scenario;
    if (fleet.kind === 'listed' && !this.#sentFiles.has(fleet.sha256)) {
      await sendFleetFiles(this.#store, fleet);
      this.#sentFiles.add(fleet.sha256);
    }
    const shards = tasks.map(({ scenarioIndex, regionIndex, region, keepsVms }) => ({
      scenarioIndex,
      regionIndex,
      region,
      keepsVms,
    }));
    await this.#store.putScenario(index, { scenario, shards });
    for (const task of tasks) this.#tasks.set(fieldOf(shardOf(task)), task);
    const regions = tasks.map(({ regionIndex }) => regionIndex);
    await this.#flows.add(scenarioFlow(this.options.version, { runId: this.id, scenario: index }, regions));
  }

  /** The encoded outcome of a task that has ended. */
  result(task: ShardTask): Promise<Uint8Array | undefined> {
    return this.#store.result(shardOf(task));
  }

  async drop(task: ShardTask): Promise<void> {
    this.#tasks.delete(fieldOf(shardOf(task)));
    await this.#store.dropResult(shardOf(task));
  }

  dropScenario(index: number): Promise<void> {
    return this.#store.dropScenario(index);
  }

  /**
   * Takes back what has not been done, deletes everything of the run, and disconnects. From a Redis that does not answer
   * it goes away by itself.
   */
  async end(left: readonly ScenarioTasks[]): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    const isReachable = this.#redis.status === 'ready';
    await this.#ended?.close(!isReachable);
    const producers = [this.#flows, this.#shards, this.#scenarios];
    if (isReachable) {
      await this.#takeBack(left);
      await Promise.all(producers.map((producer) => producer.close()));
    } else {
      for (const producer of producers) producer.disconnect().catch(() => undefined);
    }
    this.#redis.disconnect();
  }

  async #takeBack(left: readonly ScenarioTasks[]): Promise<void> {
    await this.#store.end();
    await endPresence(this.#redis, 'run', this.#self);
    for (const { index, tasks } of left) {
      // Jobs that a worker is at cannot be removed; it finds out by itself that nobody waits, and ends them.
      for (const { regionIndex } of tasks) {
        const jobId = shardJobId({ runId: this.id, scenario: index, region: regionIndex });
        await this.#shards.remove(jobId).catch(() => undefined);
      }
      const jobId = scenarioJobId({ runId: this.id, scenario: index });
      await this.#scenarios.remove(jobId, { removeChildren: false }).catch(() => undefined);
    }
    await this.#scenarios.obliterate({ force: true });
  }

  /** Who failed, and how: the job of the scenario knows only that a shard did. */
  async #explainFailure(scenario: number, error: Error): Promise<void> {
    const tasks = [...this.#tasks.values()].filter(({ scenarioIndex }) => scenarioIndex === scenario);
    for (const task of tasks) {
      const { regionIndex: region } = task;
      const job = await this.#shards.getJob(shardJobId({ runId: this.id, scenario, region }));
      if (job === undefined || !(await job.isFailed())) continue;
      const { stalledCounter, failedReason } = job;
      throw stalledCounter > MOST_LOST_WORKERS ? shardKillsWorkers(task) : shardFailed(task, failedReason);
    }
    throw error;
  }

  /** Lost connections are made again; a run that is gone by then is noticed by its own sign of life. */
  #tellOfError(error: Error): void {
    if (this.#hasToldOfNoRedis) return;
    this.#hasToldOfNoRedis = true;
    this.options.onNotice?.(`Redis does not answer (${reasonOf(error)}); the run waits for it.`);
  }

  async #stayAlive(): Promise<void> {
    if (!(await this.#store.stayAlive())) this.events.push({ kind: 'lost' });
    await showPresence(this.#redis, 'run', this.#self);
    this.#hasToldOfNoRedis = false;
  }

  async #tellProgress(): Promise<void> {
    for (const [field, { progress }] of await this.#store.beats()) {
      const task = this.#tasks.get(field);
      if (task !== undefined) this.onProgress?.(task, progress);
    }
  }

  async #lookForWorkers(): Promise<void> {
    const versions = await presentVersions(this.#redis, 'worker');
    if (versions.has(this.options.version)) this.#hasToldOfNoWorker = false;
    else if (!this.#hasToldOfNoWorker) {
      this.#hasToldOfNoWorker = true;
      this.options.onNotice?.(noWorker(this.options.version, versions));
    }
  }

  #every(ms: number, work: () => Promise<void>): void {
    let isAtIt = false;
    const turn = (): void => {
      if (isAtIt) return;
      isAtIt = true;
      this.#do(() => work().finally(() => (isAtIt = false)));
    };
    this.#timers.push(setInterval(turn, ms));
  }

  /** Errors of what nobody waits for end the run. */
  #do(work: () => Promise<void>): void {
    work().catch((error: unknown) => this.events.push({ kind: 'broken', error }));
  }
}

function shardOf({ scenarioIndex, regionIndex }: ShardTask): ShardName {
  return { scenario: scenarioIndex, region: regionIndex };
}

function noWorker(version: string, versions: ReadonlyMap<string, number>): string {
  const others = [...versions].map(([other, count]) => `${count} of version ${other}`);
  const there =
    others.length === 0 ? '' : ` Workers of other versions leave the run alone: ${others.join(', ')}.`;
  return `No worker of version ${version} takes shards: start one with \`torpor worker --only what-if\`.${there}`;
}

import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { UnrecoverableError, WaitingError, type Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import type { ShardProgress } from '#libs/what-if';
import type { ShardTask } from '../run/executor.js';
import { RunError } from '../run/run-error.js';
import { FleetFileCache } from './fleet-files.js';
import {
  endPresence,
  type Participant,
  PRESENCE_BEAT_MS,
  presentVersions,
  showPresence,
} from './presence.js';
import { RunStore, type ScenarioPacket } from './run-store.js';
import {
  MOST_LOST_WORKERS,
  type ShardJob,
  type ShardJobData,
  ShardQueues,
  type TakeoverPace,
  shardQueueName,
} from './shard-queue.js';
import { ShardBroken, ShardInterrupted, type ShardRunner, ThreadRunner } from './shard-runner.js';

/** How often a worker tells how far a shard has come, and asks whether anybody waits for it. */
const BEAT_MS = 500;

export interface ShardWorkerOptions {
  readonly redisUrl: string;
  /** Of the product: shards of runs of other versions are left alone. */
  readonly version: string;
  /** Shards at a time, each on a thread. */
  readonly concurrency: number;
  /** Told of errors that have no caller; may be called often while Redis is away. */
  readonly onError: (error: Error) => void;
  /** One sentence for people. */
  readonly onNotice: (sentence: string) => void;
  /** Makes what works on the shards; absent: threads of this process. */
  readonly runner?: () => ShardRunner;
  readonly takeover?: TakeoverPace;
}

/**
 * Takes shards of what-if runs from Redis for as long as it is open. It needs nothing else: scenarios and files come
 * with the run. A shard that it cannot finish before it is closed goes back to the queue.
 */
export class ShardWorker {
  readonly #queues: ShardQueues;
  readonly #redis: Redis;
  readonly #participant: Participant;
  readonly #files = new FleetFileCache();
  readonly #idle: ShardRunner[] = [];
  readonly #stop = new AbortController();
  readonly #toldVersions = new Set<string>();
  #worker: Worker<ShardJobData, void> | undefined;
  #presence: NodeJS.Timeout | undefined;
  /** The last scenario: its shards come one after another. */
  #last: { readonly key: string; readonly packet: Promise<ScenarioPacket | undefined> } | undefined;

  constructor(private readonly options: ShardWorkerOptions) {
    this.#queues = new ShardQueues(options.redisUrl, options.onError);
    this.#redis = this.#queues.redis();
    this.#participant = { id: randomUUID(), version: options.version };
  }

  /** Resolves when it takes shards. */
  async start(): Promise<void> {
    const { version, concurrency, onError, takeover } = this.options;
    this.#worker = this.#queues.worker<ShardJobData>(
      shardQueueName(version),
      (job, token) => this.#work(job, token),
      { concurrency, mostLost: MOST_LOST_WORKERS, ...(takeover === undefined ? {} : { takeover }) },
    );
    await this.#worker.waitUntilReady();
    await this.#beat();
    this.#presence = setInterval(() => void this.#beat().catch(onError), PRESENCE_BEAT_MS);
  }

  /** Takes no further shards and gives those under way back. */
  async close(): Promise<void> {
    clearInterval(this.#presence);
    // In this order, so that it takes no other shard for one that it gives back.
    const isReachable = this.#redis.status === 'ready';
    const closed = this.#worker?.close(!isReachable);
    this.#stop.abort();
    await closed;
    await Promise.all(this.#idle.map((runner) => runner.close()));
    await this.#files.close();
    if (isReachable) await endPresence(this.#redis, 'worker', this.#participant).catch(this.options.onError);
    this.#redis.disconnect();
  }

  async #beat(): Promise<void> {
    await showPresence(this.#redis, 'worker', this.#participant);
    for (const version of (await presentVersions(this.#redis, 'run')).keys()) {
      if (version === this.options.version || this.#toldVersions.has(version)) continue;
      this.#toldVersions.add(version);
      this.options.onNotice(
        `A what-if run of version ${version} is under way; this worker is of version ${this.options.version} and leaves it alone.`,
      );
    }
  }

  async #work(job: ShardJob, token: string | undefined): Promise<void> {
    const { runId, ...shard } = job.data;
    const store = new RunStore(this.#redis, runId);
    const task = await this.#task(store, job.data);
    if (task === undefined) return;
    const work = new ShardWork(store, shard, this.#stop.signal);
    const runner = this.#idle.pop() ?? this.options.runner?.() ?? new ThreadRunner();
    try {
      const bytes = await work.run(runner, task);
      if (bytes !== undefined) await store.putResult(shard, bytes);
    } catch (error) {
      if (error instanceof ShardInterrupted) {
        await job.moveToWait(token);
        throw new WaitingError();
      }
      if (error instanceof RunError || error instanceof ShardBroken)
        throw new UnrecoverableError(error.message);
      throw error;
    } finally {
      this.#idle.push(runner);
    }
  }

  /** The task of a job; undefined when nobody waits for the run any more. */
  async #task(store: RunStore, { runId, ...shard }: ShardJobData): Promise<ShardTask | undefined> {
    if (!(await store.isWanted())) return undefined;
    const packet = await this.#packet(store, `${runId} ${shard.scenario}`, shard.scenario);
    const found = packet?.shards.find(({ regionIndex }) => regionIndex === shard.region);
    if (packet === undefined || found === undefined) return undefined;
    const { scenario } = packet;
    const { fleet } = scenario;
    if (fleet.kind === 'generated') return { ...found, scenario };
    const path = await this.#files.path(store, fleet);
    return path === undefined
      ? undefined
      : { ...found, scenario: { ...scenario, fleet: { ...fleet, path } } };
  }

  #packet(store: RunStore, key: string, index: number): Promise<ScenarioPacket | undefined> {
    if (this.#last?.key === key) return this.#last.packet;
    const packet = store.scenario(index);
    this.#last = { key, packet };
    packet.catch(() => (this.#last = undefined));
    return packet;
  }
}

/** One shard under way: tells of its progress, and ends early when nobody waits for it any more. */
class ShardWork {
  readonly #unwanted = new AbortController();
  #progress: ShardProgress = { events: 0, atMs: 0 };

  constructor(
    private readonly store: RunStore,
    private readonly shard: Pick<ShardJobData, 'scenario' | 'region'>,
    private readonly stop: AbortSignal,
  ) {}

  /** The outcome, encoded; undefined when nobody waits for it. Throws as `ShardRunner.run` does. */
  async run(runner: ShardRunner, task: ShardTask): Promise<Uint8Array | undefined> {
    await this.#beat();
    // A beat that fails is made up for by the next one: Redis is away, and comes back or does not.
    const beating = setInterval(() => void this.#beat().catch(() => undefined), BEAT_MS);
    try {
      const signal = AbortSignal.any([this.stop, this.#unwanted.signal]);
      const onProgress = (progress: ShardProgress) => (this.#progress = progress);
      return await runner.run(task, { signal, onProgress });
    } catch (error) {
      if (error instanceof ShardInterrupted && this.#unwanted.signal.aborted) return undefined;
      throw error;
    } finally {
      clearInterval(beating);
      await this.store.endBeat(this.shard);
    }
  }

  async #beat(): Promise<void> {
    const worker = `${process.pid}@${hostname()}`;
    const isWanted = await this.store.beat(this.shard, { worker, progress: this.#progress });
    if (!isWanted) this.#unwanted.abort();
  }
}

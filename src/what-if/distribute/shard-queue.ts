import { type ConnectionOptions, type FlowJob, FlowProducer, Queue, Worker } from 'bullmq';
import type { Job } from 'bullmq';
import { Redis, type RedisOptions } from 'ioredis';
import { redisConnections } from '../../queue/queue-backend.js';
import type { ShardName } from './run-keys.js';

/** All that a job carries: what it stands for is in the run's keys. */
export interface ShardJobData extends ShardName {
  readonly runId: string;
}

/** The job of a scenario becomes due when all of its shards have ended. */
export interface ScenarioJobData {
  readonly runId: string;
  readonly scenario: number;
}

export type ShardJob = Job<ShardJobData, void>;

/** How soon a shard of a dead worker is taken over. Unit: ms. */
export interface TakeoverPace {
  readonly lockMs: number;
  readonly stalledCheckMs: number;
}

/**
 * How long a shard stays with a worker that gives no sign of life, and how often workers look for such shards. Shards
 * run on threads of their own, so that the event loop of a worker is free to renew its locks: a lock that runs out
 * means a dead process or a machine that stood still. With both, a shard of a killed worker goes to another one after
 * 7.5 s at most; shorter ones would take shards from machines that were merely slow for a moment.
 */
export const TAKEOVER: TakeoverPace = { lockMs: 5_000, stalledCheckMs: 2_500 };

/**
 * A shard whose worker dies is begun anew so many times. More deaths than that are no coincidence: the shard kills its
 * workers, most likely for want of memory, and would kill all there are.
 */
export const MOST_LOST_WORKERS = 3;

/** A shard that ends in an error, such as a thread that runs out of memory, is tried so many times in all. */
const ATTEMPTS = 3;
const RETRY_PAUSE_MS = 500;

/** Failed shards are looked at by the coordinator at once, and are of interest to nobody else. Unit: s. */
const KEPT_FAILURE_SECONDS = 10 * 60;

const SHARD_JOB = 'run-shard';
const SCENARIO_JOB = 'scenario-ended';

/**
 * Workers of one version take shards of that version only: another one might give other bytes. Versions of packages
 * have no colon, which BullMQ forbids in names.
 */
export function shardQueueName(version: string): string {
  return `what-if-shards-${version}`;
}

/** The queue that only the coordinator of the run takes jobs from. */
export function runQueueName(runId: string): string {
  return `what-if-run-${runId}`;
}

export function shardJobId({ runId, scenario, region }: ShardJobData): string {
  return `${runId}-${scenario}-${region}`;
}

export function scenarioJobId({ runId, scenario }: ScenarioJobData): string {
  return `${runId}-${scenario}`;
}

/** A scenario and its shards as a flow: the scenario waits for all of them, and fails with the first that does. */
export function scenarioFlow(version: string, data: ScenarioJobData, regions: readonly number[]): FlowJob {
  return {
    name: SCENARIO_JOB,
    queueName: runQueueName(data.runId),
    data,
    opts: { jobId: scenarioJobId(data), removeOnComplete: true, attempts: 1 },
    children: regions.map((region) => {
      const shard: ShardJobData = { ...data, region };
      return {
        name: SHARD_JOB,
        queueName: shardQueueName(version),
        data: shard,
        opts: {
          jobId: shardJobId(shard),
          attempts: ATTEMPTS,
          backoff: { type: 'fixed', delay: RETRY_PAUSE_MS },
          removeOnComplete: true,
          removeOnFail: { age: KEPT_FAILURE_SECONDS },
          failParentOnFailure: true,
          stackTraceLimit: 1,
        },
      };
    }),
  };
}

/** Opens what a process needs of BullMQ and Redis; every connection waits for as long as the server is away. */
export class ShardQueues {
  readonly #connections;

  constructor(
    url: string,
    private readonly onError: (error: Error) => void,
  ) {
    this.#connections = redisConnections(url);
  }

  /** For the data of runs: large values do not hold up the locks of jobs, which have connections of their own. */
  redis(): Redis {
    const redis = new Redis(this.#connections.consumer as RedisOptions);
    redis.on('error', this.onError);
    return redis;
  }

  flows(): FlowProducer {
    const flows = new FlowProducer({ connection: this.#connection });
    flows.on('error', this.onError);
    return flows;
  }

  queue<Data>(name: string): Queue<Data, void, string> {
    const queue = new Queue<Data, void, string>(name, { connection: this.#connection });
    queue.on('error', this.onError);
    return queue;
  }

  worker<Data>(
    name: string,
    work: (job: Job<Data, void>, token: string | undefined) => Promise<void>,
    options: { readonly concurrency: number; readonly mostLost: number; readonly takeover?: TakeoverPace },
  ): Worker<Data, void> {
    const { concurrency, mostLost, takeover = TAKEOVER } = options;
    const worker = new Worker<Data, void>(name, work, {
      connection: this.#connection,
      concurrency,
      lockDuration: takeover.lockMs,
      stalledInterval: takeover.stalledCheckMs,
      maxStalledCount: mostLost,
      runRetryDelay: 500,
    });
    worker.on('error', this.onError);
    return worker;
  }

  get #connection(): ConnectionOptions {
    return this.#connections.consumer;
  }
}

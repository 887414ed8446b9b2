import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Scenario, ShardProgress } from '#libs/what-if';
import type { ShardTask } from '../run/executor.js';
import { type ChunkedBytes, chunkKeys, readChunks, writeChunks } from './chunked-bytes.js';
import { fieldOf, keysOfRun, type RunKeys, type ShardName } from './run-keys.js';

/**
 * How long a run lives without a sign of its coordinator, which gives one every `ALIVE_BEAT_MS`. Merging a large
 * scenario keeps the coordinator busy for tens of seconds.
 */
export const ALIVE_SECONDS = 120;
export const ALIVE_BEAT_MS = 5_000;

/**
 * How long data stays that nobody deletes, because the coordinator was killed. It is renewed well before for as long
 * as the coordinator lives.
 */
export const DATA_SECONDS = 60 * 60;
export const DATA_BEAT_MS = 10 * 60 * 1_000;

/** A scenario with those of its shards that are to be worked on. */
export interface ScenarioPacket {
  readonly scenario: Scenario;
  readonly shards: readonly Omit<ShardTask, 'scenario'>[];
}

/** Of a shard that a worker is at. */
export interface ShardBeat {
  /** Who works on it, for people: process and machine. */
  readonly worker: string;
  readonly progress: ShardProgress;
}

const beatSchema = z.strictObject({
  worker: z.string(),
  progress: z.strictObject({ events: z.number(), atMs: z.number() }),
});
const placeSchema = z.strictObject({ key: z.string(), chunks: z.number() });

/** What a run keeps in Redis: scenarios and files for its workers, their progress and results. */
export class RunStore {
  readonly #keys: RunKeys;
  /** What this process has written and must keep from expiring. */
  readonly #kept = new Set<string>();

  constructor(
    private readonly redis: Redis,
    runId: string,
  ) {
    this.#keys = keysOfRun(runId);
  }

  async begin(): Promise<void> {
    await this.redis.set(this.#keys.alive, '1', 'EX', ALIVE_SECONDS);
  }

  /** A sign of life; false when the run is gone from Redis. */
  async stayAlive(): Promise<boolean> {
    return (await this.redis.expire(this.#keys.alive, ALIVE_SECONDS)) === 1;
  }

  /** Whether somebody still waits for the run. */
  async isWanted(): Promise<boolean> {
    return (await this.redis.exists(this.#keys.alive)) === 1;
  }

  /** Postpones the expiry of everything that is there. */
  async keep(): Promise<void> {
    const results = Object.values(await this.redis.hgetall(this.#keys.results)).map(placeOf);
    const names = [this.#keys.results, this.#keys.progress, ...this.#kept, ...results.flatMap(chunkKeys)];
    const pipeline = this.redis.pipeline();
    for (const name of names) pipeline.expire(name, DATA_SECONDS);
    await pipeline.exec();
  }

  async putScenario(index: number, packet: ScenarioPacket): Promise<void> {
    const key = this.#keys.scenario(index);
    await this.redis.set(key, JSON.stringify(packet), 'EX', DATA_SECONDS);
    this.#kept.add(key);
  }

  /** Undefined when the run is over. */
  async scenario(index: number): Promise<ScenarioPacket | undefined> {
    const text = await this.redis.get(this.#keys.scenario(index));
    return text === null ? undefined : (JSON.parse(text) as ScenarioPacket);
  }

  async dropScenario(index: number): Promise<void> {
    const key = this.#keys.scenario(index);
    this.#kept.delete(key);
    await this.redis.del(key);
  }

  /** Adds one part of a file, in order. */
  async putFilePart(sha256: string, part: number, bytes: Uint8Array): Promise<void> {
    const key = this.#keys.chunk(this.#keys.file(sha256), part);
    await this.redis.set(key, Buffer.from(bytes), 'EX', DATA_SECONDS);
    this.#kept.add(key);
  }

  /** Says that all parts of a file are there. */
  async endFile(sha256: string, parts: number): Promise<void> {
    const key = this.#keys.file(sha256);
    await this.redis.set(key, String(parts), 'EX', DATA_SECONDS);
    this.#kept.add(key);
  }

  /** The parts of a file; undefined in place of one that is gone. Ends at once for a file that is not there. */
  async *file(sha256: string): AsyncGenerator<Buffer | undefined> {
    const key = this.#keys.file(sha256);
    const chunks = Number((await this.redis.get(key)) ?? 0);
    yield* readChunks(this.redis, { key, chunks });
  }

  /** Tells how far a shard has come; false when nobody waits for the run any more. */
  async beat(shard: ShardName, beat: ShardBeat): Promise<boolean> {
    if (!(await this.isWanted())) return false;
    await this.redis
      .pipeline()
      .hset(this.#keys.progress, fieldOf(shard), JSON.stringify(beat))
      .expire(this.#keys.progress, DATA_SECONDS)
      .exec();
    return true;
  }

  /** Forgets that somebody works on a shard. */
  async endBeat(shard: ShardName): Promise<void> {
    await this.redis.hdel(this.#keys.progress, fieldOf(shard));
  }

  /** The shards that workers are at, by `fieldOf`. Those of a worker that was killed stay until they are taken over. */
  async beats(): Promise<ReadonlyMap<string, ShardBeat>> {
    const found = await this.redis.hgetall(this.#keys.progress);
    return new Map(
      Object.entries(found).map(([field, text]) => [field, beatSchema.parse(JSON.parse(text))] as const),
    );
  }

  /** Stores a result. The first of a shard counts: others, of workers that were taken for dead, are equal. */
  async putResult(shard: ShardName, bytes: Uint8Array): Promise<void> {
    const written = await writeChunks(
      this.redis,
      this.#keys.result(shard, randomUUID()),
      bytes,
      DATA_SECONDS,
    );
    const isFirst =
      (await this.isWanted()) &&
      (await this.redis.hsetnx(this.#keys.results, fieldOf(shard), JSON.stringify(written))) === 1;
    if (isFirst) await this.redis.expire(this.#keys.results, DATA_SECONDS);
    else await this.redis.del(...chunkKeys(written));
  }

  /** The result of a shard; undefined when it is not whole in Redis. */
  async result(shard: ShardName): Promise<Uint8Array | undefined> {
    const text = await this.redis.hget(this.#keys.results, fieldOf(shard));
    if (text === null) return undefined;
    const parts: Buffer[] = [];
    for await (const part of readChunks(this.redis, placeOf(text))) {
      if (part === undefined) return undefined;
      parts.push(part);
    }
    return Buffer.concat(parts);
  }

  async dropResult(shard: ShardName): Promise<void> {
    const text = await this.redis.hget(this.#keys.results, fieldOf(shard));
    if (text === null) return;
    await this.redis.del(...chunkKeys(placeOf(text)));
    await this.redis.hdel(this.#keys.results, fieldOf(shard));
  }

  /** Deletes everything of the run that is there. Workers notice at their next beat. */
  async end(): Promise<void> {
    await this.redis.del(this.#keys.alive);
    const results = Object.values(await this.redis.hgetall(this.#keys.results)).map(placeOf);
    const names = [this.#keys.results, this.#keys.progress, ...this.#kept, ...results.flatMap(chunkKeys)];
    await this.redis.del(...names);
    this.#kept.clear();
  }
}

function placeOf(text: string): ChunkedBytes {
  return placeSchema.parse(JSON.parse(text));
}

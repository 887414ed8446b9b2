import type { Redis } from 'ioredis';
import { RUNS_KEY, WORKERS_KEY } from './run-keys.js';

/** How long somebody counts as present after a sign of life, which is given every `PRESENCE_BEAT_MS`. */
const PRESENT_MS = 15_000;
export const PRESENCE_BEAT_MS = 5_000;

/** Somebody who takes part in what-if runs over a Redis, and the version of the product that it is. */
export interface Participant {
  readonly id: string;
  readonly version: string;
}

export type Role = 'worker' | 'run';

const KEYS: Readonly<Record<Role, string>> = { worker: WORKERS_KEY, run: RUNS_KEY };

/** Gives a sign of life. Clocks of machines differ, so the time is that of Redis. */
export async function showPresence(redis: Redis, role: Role, participant: Participant): Promise<void> {
  const now = await redisNow(redis);
  await redis
    .pipeline()
    .zadd(KEYS[role], now, memberOf(participant))
    .zremrangebyscore(KEYS[role], 0, now - 2 * PRESENT_MS)
    .pexpire(KEYS[role], 4 * PRESENT_MS)
    .exec();
}

export async function endPresence(redis: Redis, role: Role, participant: Participant): Promise<void> {
  await redis.zrem(KEYS[role], memberOf(participant));
}

/** How many are present of each version. */
export async function presentVersions(redis: Redis, role: Role): Promise<ReadonlyMap<string, number>> {
  const since = (await redisNow(redis)) - PRESENT_MS;
  const counts = new Map<string, number>();
  for (const member of await redis.zrangebyscore(KEYS[role], since, '+inf')) {
    const version = member.slice(0, member.indexOf(' '));
    counts.set(version, (counts.get(version) ?? 0) + 1);
  }
  return counts;
}

function memberOf({ version, id }: Participant): string {
  return `${version} ${id}`;
}

async function redisNow(redis: Redis): Promise<number> {
  const [seconds, micros] = await redis.time();
  return Number(seconds) * 1_000 + Math.floor(Number(micros) / 1_000);
}

/** How many requests a bucket holds at most, and how fast it fills up again. */
export interface BucketLimit {
  readonly capacity: number;
  /** Requests per minute, spread evenly (ASSUME-39). */
  readonly refillPerMinute: number;
}

/** A bucket as it was at some time, ms. */
export interface Bucket {
  /** Requests that it still had; fractions are on their way. */
  readonly tokens: number;
  readonly atMs: number;
}

const MINUTE_MS = 60_000;

/** The bucket now. One that nobody has used is full; a limit that was lowered since lowers what is in it. */
export function refilled(bucket: Bucket | undefined, limit: BucketLimit, nowMs: number): Bucket {
  if (bucket === undefined) return { tokens: limit.capacity, atMs: nowMs };
  // A clock that was set back gives nothing and takes nothing.
  const passedMs = Math.max(0, nowMs - bucket.atMs);
  const tokens = bucket.tokens + (passedMs / MINUTE_MS) * limit.refillPerMinute;
  return { tokens: Math.min(limit.capacity, tokens), atMs: Math.max(nowMs, bucket.atMs) };
}

/** What is left for further requests. */
export function remaining({ tokens }: Bucket): number {
  return Math.floor(tokens + ROUNDING);
}

/** The bucket after one request; `undefined` when it has none left. */
export function takeOne(bucket: Bucket): Bucket | undefined {
  return bucket.tokens + ROUNDING >= 1 ? { ...bucket, tokens: Math.max(0, bucket.tokens - 1) } : undefined;
}

/** Whole seconds, at least 1, until a bucket has one more request. */
export function secondsUntilOne({ tokens }: Bucket, { refillPerMinute }: BucketLimit): number {
  const missing = Math.max(0, 1 - tokens);
  return Math.max(1, Math.ceil((missing / refillPerMinute) * 60 - ROUNDING));
}

/** Sums of fractions come out a little short of the whole that they are. */
const ROUNDING = 1e-9;

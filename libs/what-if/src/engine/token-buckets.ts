import { refilled, secondsUntilOne, takeOne, type Bucket, type BucketLimit } from '#libs/throttling';

/** One bucket per subscription, by the rules of the live path. */
export class TokenBuckets {
  readonly #buckets: (Bucket | undefined)[];

  constructor(
    subscriptions: number,
    readonly limit: BucketLimit,
  ) {
    this.#buckets = Array.from({ length: subscriptions });
  }

  /** Takes one request: 0, or for how many ms the client is told to wait. */
  take(subscription: number, atMs: number): number {
    const bucket = refilled(this.#buckets[subscription], this.limit, atMs);
    const taken = takeOne(bucket);
    this.#buckets[subscription] = taken ?? bucket;
    return taken === undefined ? secondsUntilOne(bucket, this.limit) * 1000 : 0;
  }
}

import { LatencyHistogram } from './latency-histogram.js';
import type { DayOutcome } from './shard.js';

/** What one day asked for, counted on the day of the request. */
export class DayTally {
  hibernationsAsked = 0;
  startsAsked = 0;
  noCapacity = 0;
  noCompatibleHost = 0;
  givenUp = 0;
  throttled = 0;
  peakQueue = 0;
  peakQueueAtMs = 0;
  readonly ready = new LatencyHistogram();

  /** The queue has grown to this length. */
  queued(length: number, atMs: number): void {
    if (length <= this.peakQueue) return;
    this.peakQueue = length;
    this.peakQueueAtMs = atMs;
  }

  outcome(): DayOutcome {
    const {
      hibernationsAsked,
      startsAsked,
      noCapacity,
      noCompatibleHost,
      givenUp,
      throttled,
      peakQueue,
      peakQueueAtMs,
    } = this;
    const ready = this.ready.counts();
    return {
      hibernationsAsked,
      startsAsked,
      noCapacity,
      noCompatibleHost,
      givenUp,
      throttled,
      peakQueue,
      peakQueueAtMs,
      ready,
    };
  }
}

import { mixed } from '../draw.js';
import { LatencyHistogram } from './latency-histogram.js';
import { SUM_NAMES, type SumName } from './shard.js';

/** How an episode ended, as the digest counts: boots, resumes by where they came, and failures. */
export const EPISODE = {
  boot: 0,
  sameHost: 1,
  sameType: 2,
  otherType: 3,
  noCapacity: 8,
  noCompatibleHost: 9,
  /** The client gave up asking. */
  turnedAway: 10,
} as const;

/** The counts of a run, under the names of `Counts` where these are sums. */
export class Tally {
  events = 0;
  bootsRequested = 0;
  bootsOk = 0;
  bootsFailed = 0;
  hibernates = 0;
  hibernatesSkipped = 0;
  resumesRequested = 0;
  resumesSkipped = 0;
  resumesOk = 0;
  resumesOkSameHost = 0;
  resumesOkSameType = 0;
  resumesOkOtherType = 0;
  resumesFailedCapacity = 0;
  resumesFailedCompat = 0;
  allocAttempts = 0;
  allocMisses = 0;
  hostEmptyMs = 0;
  vmDeallocatedMs = 0;
  lastEventMs = 0;
  throttledStarts = 0;
  throttledHibernations = 0;
  givenUp = 0;
  /** VMs whose host failed under them. */
  hostLosses = 0;
  readonly wait = new LatencyHistogram();
  readonly latency = new LatencyHistogram();
  #digest = 0;

  /** Unsigned, 32 bits. The sum does not depend on the order of episodes. */
  get digest(): number {
    return this.#digest >>> 0;
  }

  /** Adds a finished episode. `host`: -1 for a failure. */
  note(vm: number, step: number, episode: number, host: number, latencyMs: number): void {
    let word = mixed(vm);
    word = mixed(word + step);
    word = mixed(word + episode);
    word = mixed(word + host + 1);
    word = mixed(word + latencyMs);
    this.#digest = (this.#digest + word) | 0;
  }

  /** All that is a sum over VMs and hosts. */
  sums(): Readonly<Record<SumName, number>> {
    return Object.fromEntries(SUM_NAMES.map((name) => [name, this[name]])) as Record<SumName, number>;
  }
}

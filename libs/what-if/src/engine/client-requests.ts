import type { ThrottlingSpec } from '../scenario.js';
import { EVENT } from './event-kinds.js';
import type { RunParts } from './run-parts.js';
import { TokenBuckets } from './token-buckets.js';
import { REFUSAL, REFUSAL_SHIFT, REFUSALS_MASK, VM, VM_WORDS } from './vm-table.js';

/** Doublings of a wait after which it grows no more. */
const MOST_DOUBLINGS = 10;

/** What becomes of a request: it is taken, its client will ask again, or gives up. */
export type Reception = 'taken' | 'asks-again' | 'given-up';

/** Requests of clients as they meet the limits of their subscriptions, and what clients do about a 429. */
export class ClientRequests {
  readonly #parts: RunParts;
  readonly #starts: TokenBuckets;
  readonly #hibernations: TokenBuckets;

  constructor(
    parts: RunParts,
    readonly throttling: ThrottlingSpec,
  ) {
    this.#parts = parts;
    this.#starts = new TokenBuckets(throttling.subscriptions, throttling.start);
    this.#hibernations = new TokenBuckets(throttling.subscriptions, throttling.hibernate);
  }

  start(vm: number, at: number): Reception {
    return this.#received(vm, at, this.#starts.take(this.#subscriptionOf(vm), at), true);
  }

  hibernation(vm: number, at: number): Reception {
    return this.#received(vm, at, this.#hibernations.take(this.#subscriptionOf(vm), at), false);
  }

  /** `waitMs`: what a client that is turned away is told to wait; 0 for one that is not. */
  #received(vm: number, at: number, waitMs: number, isStart: boolean): Reception {
    if (waitMs === 0) return 'taken';
    const { words, ledger, queue } = this.#parts;
    ledger.turnedAway(vm, at, isStart);
    const word = vm * VM_WORDS + VM.kind;
    const refusals = ((words[word]! & REFUSALS_MASK) >>> REFUSAL_SHIFT) + 1;
    const { backoff, attempts } = this.throttling.retry;
    if (refusals >= attempts) return 'given-up';
    words[word]! += REFUSAL;
    const times = backoff === 'doubling' ? 2 ** Math.min(refusals - 1, MOST_DOUBLINGS) : 1;
    queue.push(at + waitMs * times, EVENT.ask, vm);
    return 'asks-again';
  }

  #subscriptionOf(vm: number): number {
    const { tenantOf, fleet } = this.#parts;
    return tenantOf(fleet.firstVm + vm) % this.throttling.subscriptions;
  }
}

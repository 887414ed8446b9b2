import type { BusConnection, OfferMessage, RescindMessage } from './bus-connection.js';
import { receive, runOneItem } from './message-handling.js';

interface Scheduled {
  readonly atMs: number;
  readonly message: OfferMessage | RescindMessage;
}

/**
 * Virtual time, in ms, and the messages that the host has under way. Everything due at one millisecond is handled
 * before whoever waits goes on.
 */
export class Timeline {
  nowMs = 0;
  /** By time of arrival, from `#next` up to `#end`; what lies outside is spent. */
  readonly #pending: Scheduled[] = [];
  #next = 0;
  #end = 0;

  /** The host sends a message that arrives after `delayMs`; messages of one millisecond keep their order. */
  send(message: OfferMessage | RescindMessage, delayMs = 0): void {
    const atMs = this.nowMs + delayMs;
    const pending = this.#pending;
    let at = this.#end++;
    while (at > this.#next && pending[at - 1]!.atMs > atMs) {
      pending[at] = pending[at - 1]!;
      at--;
    }
    pending[at] = { atMs, message };
  }

  /** The host forgets what it had not sent yet. */
  forget(): void {
    this.#next = this.#end = 0;
  }

  /** When the next message arrives; `undefined` when none is under way. */
  nextAtMs(): number | undefined {
    return this.#next < this.#end ? this.#pending[this.#next]!.atMs : undefined;
  }

  /** Handles everything that is due now, and what comes of it within this millisecond. */
  handleDue(bus: BusConnection): void {
    do this.#deliverDue(bus);
    while (runOneItem(bus));
  }

  /** Lets time pass until `atMs`, handling on the way whatever comes due, that last millisecond included. */
  advanceTo(bus: BusConnection, atMs: number): void {
    let next = this.nextAtMs();
    while (next !== undefined && next <= atMs) {
      this.nowMs = Math.max(this.nowMs, next);
      this.handleDue(bus);
      next = this.nextAtMs();
    }
    this.nowMs = atMs;
    this.handleDue(bus);
  }

  /** Lets time pass until nothing is under way any more. */
  runOut(bus: BusConnection): void {
    this.handleDue(bus);
    for (let next = this.nextAtMs(); next !== undefined; next = this.nextAtMs()) this.advanceTo(bus, next);
  }

  #deliverDue(bus: BusConnection): void {
    while (this.#next < this.#end && this.#pending[this.#next]!.atMs <= this.nowMs) {
      receive(bus, this.#pending[this.#next++]!.message);
    }
    if (this.#next === this.#end) this.forget();
  }
}

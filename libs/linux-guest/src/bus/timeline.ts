import type { BusConnection, HostMessage } from './bus-connection.js';
import { receive, runOneItem } from './message-handling.js';

/** Whoever sends messages, and wants to know when a planned one is on its way. */
export interface MessageSender {
  /** The message leaves now. */
  sends(message: HostMessage): void;
}

/**
 * Virtual time, in ms, and the messages that the host sends now or plans to send later. Everything due at one
 * millisecond is handled before whoever waits goes on.
 */
export class Timeline {
  nowMs = 0;
  sender: MessageSender | undefined;
  /** By time of arrival, from `#next` up to `#end`; what lies outside is spent. */
  readonly #arrivalsMs: number[] = [];
  readonly #messages: HostMessage[] = [];
  readonly #areSent: boolean[] = [];
  #next = 0;
  #end = 0;

  /**
   * The host sends a message, after `delayMs`, and it arrives in the same millisecond. Messages of one millisecond keep
   * their order.
   */
  send(message: HostMessage, delayMs = 0): void {
    const isSent = delayMs === 0;
    if (isSent) this.sender?.sends(message);
    const atMs = this.nowMs + delayMs;
    let at = this.#end++;
    for (; at > this.#next && this.#arrivalsMs[at - 1]! > atMs; at--) {
      this.#arrivalsMs[at] = this.#arrivalsMs[at - 1]!;
      this.#messages[at] = this.#messages[at - 1]!;
      this.#areSent[at] = this.#areSent[at - 1]!;
    }
    this.#arrivalsMs[at] = atMs;
    this.#messages[at] = message;
    this.#areSent[at] = isSent;
  }

  /** The host forgets what it had not sent yet. */
  forget(): void {
    this.#next = this.#end = 0;
  }

  /** When the next message arrives; `undefined` when none is under way. */
  nextAtMs(): number | undefined {
    return this.#next < this.#end ? this.#arrivalsMs[this.#next] : undefined;
  }

  /** Handles everything that is due now, and what comes of it within this millisecond. */
  handleDue(bus: BusConnection): void {
    do this.#deliverDue(bus);
    while (runOneItem(bus));
  }

  /** Lets time pass until `atMs`, handling on the way whatever comes due, that last millisecond included. */
  advanceTo(bus: BusConnection, atMs: number): void {
    for (let next = this.nextAtMs(); next !== undefined && next <= atMs; next = this.nextAtMs()) {
      this.nowMs = Math.max(this.nowMs, next);
      this.handleDue(bus);
    }
    this.nowMs = atMs;
  }

  /** Lets time pass until nothing is under way any more. */
  runOut(bus: BusConnection): void {
    this.handleDue(bus);
    for (let next = this.nextAtMs(); next !== undefined; next = this.nextAtMs()) this.advanceTo(bus, next);
  }

  #deliverDue(bus: BusConnection): void {
    while (this.#next < this.#end && this.#arrivalsMs[this.#next]! <= this.nowMs) {
      const message = this.#messages[this.#next]!;
      if (!this.#areSent[this.#next++]) this.sender?.sends(message);
      receive(bus, message);
    }
    if (this.#next === this.#end) this.forget();
  }
}

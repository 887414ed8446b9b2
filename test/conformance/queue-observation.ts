import { setTimeout as delay } from 'node:timers/promises';
import type { HandlerVerdict, OperationHandler } from '../../src/queue/operation-queue.port.js';

const POLL_MS = 20;

/** Waits for a condition of another process or server; the test's own time limit ends it. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await delay(POLL_MS);
}

/** Records for which operations a handler was called, in order. */
export class Calls {
  readonly #ids: string[] = [];
  readonly #observers = new Set<() => void>();

  /** A handler that records the call and answers `verdict(id, n)`, where this is the n-th call for the operation. */
  handler(verdict: (id: string, n: number) => HandlerVerdict | Promise<HandlerVerdict>): OperationHandler {
    return async (id) => {
      this.#ids.push(id);
      for (const observer of this.#observers) observer();
      return verdict(id, this.#count(id));
    };
  }

  all(): readonly string[] {
    return [...this.#ids];
  }

  /** Resolves when there have been this many calls for the operation. */
  of(id: string, count: number): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (this.#count(id) < count) return;
        this.#observers.delete(look);
        resolve();
      };
      this.#observers.add(look);
      look();
    });
  }

  #count(id: string): number {
    return this.#ids.filter((seen) => seen === id).length;
  }
}

/** Checks of secrets at a time: each takes a thread of a small pool that files and names need too. */
const AT_ONCE = 2;
/** Checks that may wait; beyond them clients are told to come back. */
const WAITING = 64;

/** Runs slow checks a few at a time, and turns away what would wait too long. */
export class HashingQueue {
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  /** `undefined` when the queue is full; the work was not begun then. */
  async run<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
    if (this.#running >= AT_ONCE) {
      if (this.#waiting.length >= WAITING) return undefined;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else this.#running++;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      // The place goes to the next in line, so that nobody can slip in between.
      if (next === undefined) this.#running--;
      else next();
    }
  }
}

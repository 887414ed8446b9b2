import {
  type HandlerVerdict,
  type OperationHandler,
  type OperationQueue,
  type ProcessOptions,
  type QueueDepth,
} from '../../src/queue/operation-queue.port.js';

/** A queue within the test: ids are handled as soon as a place is free, and one can wait until nothing is left. */
export class InProcessQueue implements OperationQueue {
  #handler: OperationHandler | undefined;
  #concurrency = 1;
  #isPaused = false;
  readonly #waiting = new Set<string>();
  readonly #running = new Map<string, Promise<void>>();

  async waitUntilReady(): Promise<void> {}

  async add(operationId: string): Promise<void> {
    this.#waiting.add(operationId);
    this.#fill();
  }

  async addMany(operationIds: readonly string[]): Promise<void> {
    await Promise.all(operationIds.map((id) => this.add(id)));
  }

  async process(handler: OperationHandler, { concurrency }: ProcessOptions): Promise<void> {
    this.#handler = handler;
    this.#concurrency = concurrency;
    this.#fill();
  }

  async depth(): Promise<QueueDepth> {
    return { waiting: this.#waiting.size, active: this.#running.size, delayed: 0, failed: 0 };
  }

  /** Lets no further handler begin, so that a test can look at what is under way. */
  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    this.#fill();
  }

  /** Resolves when no id waits and no handler runs. Rejects with what a handler has thrown. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running.values());
  }

  async close(): Promise<void> {
    this.#waiting.clear();
    await this.idle();
  }

  /** An id that is added while its handler runs is handled once more afterwards. */
  #fill(): void {
    const handler = this.#handler;
    if (handler === undefined || this.#isPaused) return;
    for (const id of this.#waiting) {
      if (this.#running.size >= this.#concurrency) return;
      if (this.#running.has(id)) continue;
      this.#waiting.delete(id);
      this.#running.set(id, this.#run(handler, id));
    }
  }

  async #run(handler: OperationHandler, id: string): Promise<void> {
    let verdict: HandlerVerdict;
    try {
      verdict = await handler(id);
    } finally {
      this.#running.delete(id);
    }
    // Tests run on clocks that do not make a worker wait in real time.
    if (typeof verdict === 'object') this.#waiting.add(id);
    this.#fill();
  }
}

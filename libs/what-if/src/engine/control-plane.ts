import { NO_VM } from './vm-table.js';

/** The workers that place VMs, and the one queue before them: first in, first out. */
export class ControlPlane {
  waiting = 0;
  peakWaiting = 0;
  #busy = 0;
  /** A ring; its length is a power of two. */
  #queue = new Int32Array(1024);
  #head = 0;

  constructor(readonly workers: number) {}

  /** Whether a worker takes the VM at once; if not, it waits. */
  enter(vm: number): boolean {
    if (this.#busy < this.workers) {
      this.#busy++;
      return true;
    }
    if (this.waiting === this.#queue.length) this.#grow();
    this.#queue[(this.#head + this.waiting) & (this.#queue.length - 1)] = vm;
    if (++this.waiting > this.peakWaiting) this.peakWaiting = this.waiting;
    return false;
  }

  /** A worker is done: the VM that it takes next, or `NO_VM`. */
  leave(): number {
    if (this.waiting === 0) {
      this.#busy--;
      return NO_VM;
    }
    const vm = this.#queue[this.#head]!;
    this.#head = (this.#head + 1) & (this.#queue.length - 1);
    this.waiting--;
    return vm;
  }

  #grow(): void {
    const queue = new Int32Array(this.#queue.length * 2);
    queue.set(this.#queue.subarray(this.#head));
    queue.set(this.#queue.subarray(0, this.#head), this.#queue.length - this.#head);
    this.#queue = queue;
    this.#head = 0;
  }
}

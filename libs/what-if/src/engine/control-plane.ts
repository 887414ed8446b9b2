import { NO_VM, VM, VM_WORDS } from './vm-table.js';

/** The workers that place VMs, and the one queue before them: first in, first out. */
export class ControlPlane {
  waiting = 0;
  peakWaiting = 0;
  #busy = 0;
  #head = NO_VM;
  #tail = NO_VM;

  constructor(
    readonly workers: number,
    readonly words: Int32Array,
  ) {}

  /** Whether a worker takes the VM at once; if not, it waits. */
  enter(vm: number): boolean {
    if (this.#busy < this.workers) {
      this.#busy++;
      return true;
    }
    this.words[vm * VM_WORDS + VM.next] = NO_VM;
    if (this.#tail === NO_VM) this.#head = vm;
    else this.words[this.#tail * VM_WORDS + VM.next] = vm;
    this.#tail = vm;
    if (++this.waiting > this.peakWaiting) this.peakWaiting = this.waiting;
    return false;
  }

  /** A worker is done: the VM that it takes next, or `NO_VM`. */
  leave(): number {
    const vm = this.#head;
    if (vm === NO_VM) {
      this.#busy--;
      return NO_VM;
    }
    this.#head = this.words[vm * VM_WORDS + VM.next]!;
    if (this.#head === NO_VM) this.#tail = NO_VM;
    this.waiting--;
    return vm;
  }
}

import { EVENT } from './event-kinds.js';
import { FATE } from './guest-side.js';
import { HOST, HOST_WORDS } from './host-words.js';
import type { Placer } from './placer.js';
import type { RunParts } from './run-parts.js';
import {
  CAME_MASK,
  CAME_SHIFT,
  EPISODE_MASK,
  EPISODE_SHIFT,
  IS_BOOT,
  IS_DOOMED,
  KIND_MASK,
  NO_VM,
  setState,
  STATE,
  VM,
  VM_WORDS,
} from './vm-table.js';

/** Boots and resumes on hosts that VMs have been given: so many at a time on each, the others wait there in line. */
export class HostStarts {
  readonly #parts: RunParts;
  readonly #placer: Placer;
  /** The VM behind one that waits. */
  readonly #nextOf: Int32Array;

  constructor(parts: RunParts, placer: Placer) {
    this.#parts = parts;
    this.#placer = placer;
    this.#nextOf = new Int32Array(parts.fleet.vms);
  }

  /** The VM starts on its host, or waits there for others to have started. */
  begin(vm: number, host: number, at: number): void {
    const { words, hosts, guests, limits, queue } = this.#parts;
    const word = vm * VM_WORDS;
    if (guests !== undefined && (words[word + VM.flags]! & IS_BOOT) === 0) {
      guests.resume(vm, hosts.typeOf[host]!, words[word + VM.since]! >>> 0);
    }
    const hostWord = host * HOST_WORDS;
    if (hosts.words[hostWord + HOST.starting]! < limits.startsPerHost) {
      hosts.words[hostWord + HOST.starting]!++;
      queue.push(at + this.#startMs(vm), EVENT.ready, vm);
      return;
    }
    this.#nextOf[vm] = NO_VM;
    const tail = hosts.words[hostWord + HOST.tail]!;
    if (tail === NO_VM) hosts.words[hostWord + HOST.head] = vm;
    else this.#nextOf[tail] = vm;
    hosts.words[hostWord + HOST.tail] = vm;
  }

  /** A start has ended; false when its host failed under it. */
  end(vm: number, at: number): boolean {
    const { words, guests, ledger } = this.#parts;
    const word = vm * VM_WORDS;
    const host = words[word + VM.host]!;
    this.#passOn(host, at);
    const flags = words[word + VM.flags]!;
    if ((flags & IS_DOOMED) !== 0) return false;
    setState(words, vm, STATE.running);
    const step = (flags & EPISODE_MASK) >>> EPISODE_SHIFT;
    const since = words[word + VM.since]! >>> 0;
    if ((flags & IS_BOOT) !== 0) {
      this.#placer.setOrigin(vm, host);
      guests?.boot(vm, words[word + VM.kind]! & KIND_MASK, this.#parts.hosts.typeOf[host]!);
      ledger.booted(vm, step, host, since, at);
      return true;
    }
    const came = (flags & CAME_MASK) >>> CAME_SHIFT;
    const startMs = this.#startMs(vm);
    const fate = guests === undefined ? -1 : this.#wake(vm, host, since);
    ledger.resumed(vm, step, came, host, since, at, startMs, fate);
    return true;
  }

  #wake(vm: number, host: number, since: number): number {
    const { words, guests } = this.#parts;
    const fate = guests!.end(vm, since);
    const kind = guests!.kindOf(fate);
    if (kind === FATE.hung) setState(words, vm, STATE.hung);
    else if (kind === FATE.cold) this.#placer.setOrigin(vm, host);
    return fate;
  }

  /** The next one that waits on the host begins. */
  #passOn(host: number, at: number): void {
    const { words } = this.#parts.hosts;
    const hostWord = host * HOST_WORDS;
    const next = words[hostWord + HOST.head]!;
    if (next === NO_VM) {
      words[hostWord + HOST.starting]!--;
      return;
    }
    const after = this.#nextOf[next]!;
    words[hostWord + HOST.head] = after;
    if (after === NO_VM) words[hostWord + HOST.tail] = NO_VM;
    this.#parts.queue.push(at + this.#startMs(next), EVENT.ready, next);
  }

  /** How long the start under way takes on its host, ms. */
  #startMs(vm: number): number {
    const { words, kinds, guests } = this.#parts;
    const word = vm * VM_WORDS;
    const kind = words[word + VM.kind]! & KIND_MASK;
    if ((words[word + VM.flags]! & IS_BOOT) !== 0) return kinds.bootMs[kind]!;
    if (guests === undefined || !guests.tellsTimes) return kinds.resumeMs[kind]!;
    return guests.resumeTakes(vm, kind, words[word + VM.since]! >>> 0);
  }
}

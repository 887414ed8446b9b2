import type { FaultSpec } from '../scenario.js';
import type { GuestSide } from './guest-side.js';
import type { WatchedAct } from './shard.js';

/** Every act of one VM, in order. */
export class WatchLog {
  readonly acts: WatchedAct[] = [];

  constructor(
    readonly vm: number,
    readonly guests: GuestSide | undefined,
  ) {}

  tell(vm: number, atMs: number, act: WatchedAct['act'], host?: number): void {
    if (vm === this.vm) this.acts.push({ atMs, act, ...(host === undefined ? {} : { host }) });
  }

  /** An act that the guest had a say in. `askedMs`: when it was asked for. */
  tellFate(
    vm: number,
    atMs: number,
    act: WatchedAct['act'],
    { fate, askedMs, host }: { readonly fate: number; readonly askedMs: number; readonly host?: number },
  ): void {
    if (vm !== this.vm) return;
    const at: FaultSpec['at'] = act === 'resumed' ? 'resume' : 'hibernate';
    this.acts.push({
      atMs,
      act,
      ...(host === undefined ? {} : { host }),
      ...(fate < 0 || this.guests === undefined
        ? {}
        : { cause: this.guests.causeOf(fate), faultSet: this.guests.faultSetOf(vm, at, askedMs) }),
    });
  }
}

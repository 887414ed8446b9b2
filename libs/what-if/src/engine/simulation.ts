import type { Scenario } from '../scenario.js';
import { Agenda } from './agenda.js';
import { ClientRequests } from './client-requests.js';
import { ControlPlane } from './control-plane.js';
import { EVENT } from './event-kinds.js';
import { EventQueue } from './event-queue.js';
import { DAY_MS, FATE, GuestSide } from './guest-side.js';
import { NO_HOST } from './host-demand.js';
import { hostEventsOf, type HostEvent } from './host-events.js';
import { HostStarts } from './host-starts.js';
import { hostCount, HostTable, hostTypesOf, placementUnits } from './host-table.js';
import { KindTable } from './kind-table.js';
import { Ledger } from './ledger.js';
import { Placer } from './placer.js';
import { tenantsOf, type RunParts } from './run-parts.js';
import type { ShardInput, ShardOutcome } from './shard.js';
import { EPISODE } from './tally.js';
import {
  ATTEMPT,
  ATTEMPT_SHIFT,
  ATTEMPTS_MASK,
  COUNTERS_MASK,
  EPISODE_MASK,
  EPISODE_SHIFT,
  IS_BOOT,
  IS_DOOMED,
  KIND_MASK,
  NO_VM,
  ORIGIN_SHIFT,
  REFUSALS_MASK,
  setState,
  STALE_ASK,
  STALE_ASKS_MASK,
  STATE,
  STATE_MASK,
  STEP,
  STEP_SHIFT,
  VM,
  VM_WORDS,
  vmTable,
} from './vm-table.js';

/** A deletion waits so long for an operation that is under way. */
const DELETE_RETRY_MS = 60_000;
/** Upcoming events that are looked at together, so that their VMs are in the cache when they are handled. */
const LOOKED_AHEAD = 64;
/** Events that are pending at a time, by VM: its calendar's next one, and some have another. */
const PENDING_PER_VM = 1.2;

/**
 * One region of a scenario, event by event. What the control plane decides for one VM is decided here for a million:
 * where it may go by the live path's filters, which host by its weighers, what becomes of its guest by its steps.
 */
export class Simulation {
  readonly #parts: RunParts;
  readonly #words: Int32Array;
  readonly #queue: EventQueue;
  readonly #ledger: Ledger;
  readonly #control: ControlPlane;
  readonly #placer: Placer;
  readonly #starts: HostStarts;
  readonly #agenda: Agenda;
  /** Absent where no request is turned away. */
  readonly #requests: ClientRequests | undefined;
  readonly #hostEvents: readonly HostEvent[];
  #nextHostEvent = 0;
  readonly #upcoming = new Int32Array(LOOKED_AHEAD);
  #seen = 0;

  constructor(input: ShardInput) {
    const { scenario, fleet, fates } = input;
    const { types, clusters } = scenario.clusters;
    const region = { name: input.region, number: regionNumber(scenario, input.region) };
    const { typeOf, clusterOf } = hostTypesOf(clusters, region, fleet.vms, scenario.seed);
    const units = placementUnits(scenario.placement.order, [...types, ...fleet.kinds]);
    const hosts = new HostTable(typeOf, units, scenario);
    const guests = fates === undefined ? undefined : new GuestSide(fates, fleet, scenario);
    this.#control = new ControlPlane(hostCount(scenario.limits.workers, fleet.vms));
    this.#queue = new EventQueue(Math.ceil(fleet.vms * PENDING_PER_VM), scenario.days * DAY_MS);
    this.#ledger = new Ledger(input, hosts, this.#control, guests);
    this.#words = vmTable(fleet.kindOf, fleet.kinds.length);
    this.#parts = {
      words: this.#words,
      hosts,
      kinds: new KindTable(fleet.kinds, units, scenario),
      queue: this.#queue,
      ledger: this.#ledger,
      guests,
      fleet,
      limits: scenario.limits,
      tenantOf: tenantsOf(scenario, fleet),
    };
    this.#placer = new Placer(this.#parts, scenario.placement.order, types.length);
    this.#starts = new HostStarts(this.#parts, this.#placer);
    this.#agenda = new Agenda(this.#parts, scenario.schedule, scenario.seed);
    const { throttling } = scenario.limits;
    this.#requests = throttling && new ClientRequests(this.#parts, throttling);
    this.#hostEvents = hostEventsOf(scenario, region.number, typeOf, clusterOf);
    const joining = this.#hostEvents.filter(({ kind }) => kind === 'join');
    for (const host of joining.flatMap((event) => event.hosts)) hosts.close(host);
    this.#agenda.open();
  }

  /** Handles up to so many events; false when none is left. */
  advance(most: number): boolean {
    const { tally } = this.#ledger;
    const queue = this.#queue;
    let known = 0;
    for (let left = most; left > 0; left--) {
      if (known === 0) known = this.#lookAhead();
      if (!queue.take()) return false;
      known--;
      tally.events++;
      this.#handle(queue.vm, queue.kind, queue.at);
    }
    return true;
  }

  /** Time of the event handled last, ms. */
  get atMs(): number {
    return this.#queue.at;
  }

  get events(): number {
    return this.#ledger.tally.events;
  }

  /** What came of it. Call it once, when nothing is left. */
  outcome(): ShardOutcome {
    this.#ledger.tally.lastEventMs = this.#queue.at;
    this.#applyHostEvents(Number.POSITIVE_INFINITY);
    return this.#ledger.outcome(this.#words);
  }

  /**
   * Reads a word of each of the VMs that come next, and says of how many events: a read that misses the cache takes as
   * long as a hundred that do not, but many that do not depend on each other take as long as one.
   */
  #lookAhead(): number {
    const words = this.#words;
    const upcoming = this.#upcoming;
    const count = this.#queue.upcoming(upcoming);
    let seen = 0;
    for (let at = 0; at < count; at++) seen ^= words[upcoming[at]! * VM_WORDS]!;
    this.#seen ^= seen;
    return count;
  }

  #handle(vm: number, kind: number, at: number): void {
    if (this.#nextHostEvent < this.#hostEvents.length) this.#applyHostEvents(at);
    this.#ledger.advance(at);
    switch (kind) {
      case EVENT.saved:
        return this.#saved(vm, at);
      case EVENT.ready:
        return this.#ready(vm, at);
      case EVENT.placed:
        return this.#placed(vm, at);
      case EVENT.hibernate:
        return this.#hibernateDue(vm, at);
      case EVENT.retry:
        return this.#enqueue(vm, at);
      case EVENT.start:
        return this.#startDue(vm, at);
      case EVENT.leave:
        return this.#leave(vm, at);
      default:
        return this.#askAgain(vm, at);
    }
  }

  /** Calendar: a VM that sleeps or is off is asked to start; one that runs, or is on its way, is left alone. */
  #startDue(vm: number, at: number): void {
    const words = this.#words;
    const word = vm * VM_WORDS;
    const flags = (words[word + VM.flags]! + STEP) | 0;
    const state = flags & STATE_MASK;
    words[word + VM.flags] = flags;
    if (state === STATE.gone) return;
    const step = (flags >>> STEP_SHIFT) - 1;
    this.#agenda.schedule(vm, step + 1);
    const isBoot = state === STATE.off || state === STATE.hung;
    if (!isBoot && state !== STATE.hibernated) {
      this.#ledger.startSkipped(vm, at);
      return;
    }
    this.#ledger.startAsked(vm, at, isBoot);
    words[word + VM.since] = at;
    words[word + VM.flags] =
      (flags & ~(STATE_MASK | IS_BOOT | EPISODE_MASK)) |
      (step << EPISODE_SHIFT) |
      (isBoot ? IS_BOOT : 0) |
      STATE.starting;
    words[word + VM.kind]! &= ~COUNTERS_MASK;
    if (this.#requests === undefined) this.#admit(vm, at);
    else this.#askToStart(vm, at);
  }

  #askToStart(vm: number, at: number): void {
    switch (this.#requests!.start(vm, at)) {
      case 'taken':
        return this.#admit(vm, at);
      case 'given-up':
        return this.#endInVain(vm, at, EPISODE.turnedAway);
      case 'asks-again':
        return;
    }
  }

  /** A request that the control plane has taken: a VM that has a host goes on there, another one has to be placed. */
  #admit(vm: number, at: number): void {
    const host = this.#words[vm * VM_WORDS + VM.host]!;
    if (host < 0) this.#enqueue(vm, at);
    else this.#starts.begin(vm, host, at);
  }

  #enqueue(vm: number, at: number): void {
    if (this.#control.enter(vm)) this.#beginPlacement(vm, at);
    else this.#ledger.queued(at);
  }

  #beginPlacement(vm: number, at: number): void {
    this.#queue.push(at + this.#parts.limits.placementMs, EVENT.placed, vm);
  }

  /** A worker has finished a placement and takes up the next one. */
  #placed(vm: number, at: number): void {
    const next = this.#control.leave();
    if (next !== NO_VM) this.#beginPlacement(next, at);
    const word = vm * VM_WORDS + VM.kind;
    this.#words[word]! += ATTEMPT;
    const host = this.#placer.find(vm);
    this.#ledger.placementDone(vm, at, host);
    if (host !== NO_HOST) {
      this.#placer.occupy(vm, host, at);
      this.#starts.begin(vm, host, at);
      return;
    }
    const { placementAttempts, retryAfterMs } = this.#parts.limits;
    const attempts = (this.#words[word]! & ATTEMPTS_MASK) >>> ATTEMPT_SHIFT;
    if (attempts < placementAttempts) this.#queue.push(at + retryAfterMs * attempts, EVENT.retry, vm);
    else this.#endInVain(vm, at, this.#placer.failure());
  }

  #ready(vm: number, at: number): void {
    if (!this.#starts.end(vm, at)) this.#lose(vm, at);
  }

  /** Calendar: a VM that runs is asked to hibernate. */
  #hibernateDue(vm: number, at: number): void {
    const word = vm * VM_WORDS;
    const flags = (this.#words[word + VM.flags]! + STEP) | 0;
    const state = flags & STATE_MASK;
    this.#words[word + VM.flags] = flags;
    if (state === STATE.gone) return;
    this.#agenda.schedule(vm, flags >>> STEP_SHIFT);
    if (state !== STATE.running) {
      this.#ledger.hibernationSkipped(vm, at);
      return;
    }
    this.#ledger.hibernationAsked(vm, at);
    this.#words[word + VM.kind]! &= ~REFUSALS_MASK;
    if (this.#requests === undefined) this.#sleep(vm, at);
    else this.#askToHibernate(vm, at);
  }

  #askToHibernate(vm: number, at: number): void {
    const reception = this.#requests!.hibernation(vm, at);
    if (reception === 'taken') {
      this.#sleep(vm, at);
      return;
    }
    setState(this.#words, vm, reception === 'asks-again' ? STATE.asking : STATE.running);
    if (reception === 'given-up') this.#ledger.hibernationGivenUp(vm);
  }

  #sleep(vm: number, at: number): void {
    const { kinds, guests } = this.#parts;
    const kind = this.#words[vm * VM_WORDS + VM.kind]! & KIND_MASK;
    let savesMs = kinds.saveMs[kind]!;
    let fate = -1;
    if (guests !== undefined) {
      fate = guests.hibernate(vm, at);
      const end = guests.kindOf(fate);
      if (end !== FATE.asleep && end !== FATE.stopped) {
        setState(this.#words, vm, end === FATE.hung ? STATE.hung : STATE.running);
        this.#ledger.stayedAwake(vm, at, fate);
        return;
      }
      if (guests.tellsTimes) savesMs = guests.saveTakes(vm, kind, fate, at);
    }
    this.#ledger.fellAsleep(vm, at, fate);
    setState(this.#words, vm, STATE.saving);
    this.#queue.push(at + savesMs, EVENT.saved, vm);
  }

  /** Memory is on the disk: the VM leaves its host. */
  #saved(vm: number, at: number): void {
    if ((this.#words[vm * VM_WORDS + VM.flags]! & IS_DOOMED) !== 0) {
      this.#lose(vm, at);
      return;
    }
    this.#placer.vacate(vm, at);
    setState(this.#words, vm, STATE.hibernated);
    this.#ledger.saved(vm, at);
  }

  #askAgain(vm: number, at: number): void {
    const word = vm * VM_WORDS + VM.flags;
    const state = this.#words[word]! & STATE_MASK;
    if ((this.#words[word]! & STALE_ASKS_MASK) !== 0) {
      this.#words[word]! -= STALE_ASK;
      return;
    }
    if (state === STATE.starting) this.#askToStart(vm, at);
    else if (state === STATE.asking) this.#askToHibernate(vm, at);
  }

  /** A start is over without having begun. */
  #endInVain(vm: number, at: number, episode: number): void {
    const word = vm * VM_WORDS;
    const flags = this.#words[word + VM.flags]!;
    const isBoot = (flags & IS_BOOT) !== 0;
    const isOnHost = this.#words[word + VM.host]! >= 0;
    setState(this.#words, vm, isOnHost ? STATE.hung : isBoot ? STATE.off : STATE.hibernated);
    const step = (flags & EPISODE_MASK) >>> EPISODE_SHIFT;
    this.#ledger.failed(vm, step, episode, isBoot, this.#words[word + VM.since]! >>> 0, at);
    if ((flags & IS_DOOMED) !== 0) this.#lose(vm, at);
  }

  #leave(vm: number, at: number): void {
    const word = vm * VM_WORDS;
    const state = this.#words[word + VM.flags]! & STATE_MASK;
    if (state === STATE.starting || state === STATE.saving) {
      this.#queue.push(at + DELETE_RETRY_MS, EVENT.leave, vm);
      return;
    }
    if (this.#words[word + VM.host]! >= 0) this.#placer.vacate(vm, at);
    const kind = this.#words[word + VM.kind]!;
    setState(this.#words, vm, STATE.gone);
    this.#ledger.left(vm, kind & KIND_MASK, at, kind >>> ORIGIN_SHIFT !== 0, state);
  }

  #applyHostEvents(until: number): void {
    const { hosts } = this.#parts;
    for (;;) {
      const event = this.#hostEvents[this.#nextHostEvent];
      if (event === undefined || event.atMs > until) return;
      this.#nextHostEvent++;
      this.#ledger.advance(event.atMs);
      for (const host of event.hosts) {
        if (event.opens) hosts.open(host);
        else hosts.close(host);
      }
      if (event.kind === 'fail') this.#failHosts(new Set(event.hosts), event.atMs);
    }
  }

  /** VMs that run there lose their memory at once; those on their way when the way ends. */
  #failHosts(hosts: ReadonlySet<number>, at: number): void {
    for (let vm = 0; vm < this.#parts.fleet.vms; vm++) {
      const word = vm * VM_WORDS;
      const host = this.#words[word + VM.host]!;
      if (host < 0 || !hosts.has(host)) continue;
      const state = this.#words[word + VM.flags]! & STATE_MASK;
      if (state === STATE.starting || state === STATE.saving) this.#words[word + VM.flags]! |= IS_DOOMED;
      else this.#lose(vm, at);
    }
  }

  /** ASSUME-13: the host is gone and with it the VM's memory; its disks remain. */
  #lose(vm: number, at: number): void {
    const word = vm * VM_WORDS;
    const state = this.#words[word + VM.flags]! & STATE_MASK;
    const host = this.#words[word + VM.host]!;
    this.#placer.vacate(vm, at);
    this.#words[word + VM.flags]! &= ~IS_DOOMED;
    if (state === STATE.asking) this.#words[word + VM.flags]! += STALE_ASK;
    setState(this.#words, vm, STATE.off);
    this.#ledger.lost(vm, host, at, state);
  }
}

/** Regions in the order in which the clusters name them first. */
export function regionsOf({ clusters }: Pick<Scenario, 'clusters'>): readonly string[] {
  return [...new Set(clusters.clusters.map(({ region }) => region))];
}

function regionNumber(scenario: Scenario, region: string): number {
  const number = regionsOf(scenario).indexOf(region);
  if (number < 0) throw new RangeError(`no cluster is in region ${region}`);
  return number;
}

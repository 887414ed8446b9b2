import { draw, streamBase } from '../draw.js';
import { NEVER, type Fleet } from '../fleet/fleet.js';
import { STREAMS } from '../fleet/streams.js';
import type { LimitsSpec, Scenario } from '../scenario.js';
import { Calendar } from './calendar.js';
import { ControlPlane } from './control-plane.js';
import { EVENT } from './event-kinds.js';
import { EventQueue } from './event-queue.js';
import { DAY_MS, FATE, GuestSide } from './guest-side.js';
import { hostEventsOf, type HostEvent } from './host-events.js';
import { NO_HOST, type HostDemand } from './host-demand.js';
import { HOST, HOST_WORDS } from './host-words.js';
import { hostCount, hostTypesOf, HostTable, placementUnits } from './host-table.js';
import { KindTable } from './kind-table.js';
import { Ledger } from './ledger.js';
import type { ShardInput, ShardOutcome } from './shard.js';
import { EPISODE } from './tally.js';
import { TokenBuckets } from './token-buckets.js';
import {
  ATTEMPT,
  ATTEMPT_SHIFT,
  ATTEMPTS_MASK,
  CAME_MASK,
  CAME_SHIFT,
  COUNTERS_MASK,
  EPISODE_MASK,
  EPISODE_SHIFT,
  IS_BOOT,
  IS_DOOMED,
  KIND_MASK,
  lastHost,
  NO_VM,
  notOn,
  ORIGIN_SHIFT,
  REFUSAL,
  REFUSAL_SHIFT,
  REFUSALS_MASK,
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
const LONGEST_DOUBLING = 10;
/** Upcoming events that are looked at together: as many as the processor has reads under way, and some more. */
const TOUCHED = 24;

/**
 * One region of a scenario, event by event. What the control plane decides for one VM is decided here for a million:
 * where it may go by the live path's filters, which host by its weighers, what becomes of its guest by its steps.
 */
export class Simulation {
  readonly #words: Int32Array;
  /** The VM behind one that waits on a host. */
  readonly #nextOf: Int32Array;
  /** State of the guest, as `GuestFates` counts them. */
  readonly #guestOf: Int32Array;
  readonly #queue: EventQueue;
  readonly #hosts: HostTable;
  readonly #kinds: KindTable;
  readonly #calendar: Calendar;
  readonly #control: ControlPlane;
  readonly #ledger: Ledger;
  readonly #guests: GuestSide | undefined;
  readonly #startBuckets: TokenBuckets | undefined;
  readonly #hibernateBuckets: TokenBuckets | undefined;
  readonly #limits: LimitsSpec;
  readonly #fleet: Fleet;
  readonly #firstVm: number;
  readonly #tenantOf: (vm: number) => number;
  readonly #isLive: boolean;
  readonly #isOldestFirst: boolean;
  readonly #allTypes: number;
  readonly #hostEvents: readonly HostEvent[];
  #nextHostEvent = 0;
  readonly #demand: HostDemand = { types: 0, first: 0, second: 0, vfSlots: 0, except: NO_HOST };
  readonly #upcoming = new Int32Array(TOUCHED);
  #touched = 0;

  constructor(input: ShardInput) {
    const { scenario, fleet, fates } = input;
    const { types } = scenario.clusters;
    const region = { name: input.region, number: regionNumber(scenario, input.region) };
    const units = placementUnits(scenario.placement.order, [...types, ...fleet.kinds]);
    const { typeOf, clusterOf } = hostTypesOf(scenario.clusters.clusters, region, fleet.vms, scenario.seed);
    this.#fleet = fleet;
    this.#firstVm = fleet.firstVm;
    this.#limits = scenario.limits;
    this.#isLive = scenario.placement.order === 'live';
    this.#isOldestFirst = scenario.placement.order === 'oldest-type-first';
    this.#allTypes = 2 ** types.length - 1;
    this.#tenantOf = tenantsOf(scenario, fleet);
    this.#words = vmTable(fleet.kindOf, fleet.kinds.length);
    this.#nextOf = new Int32Array(fleet.vms);
    this.#guestOf = new Int32Array(fates === undefined ? 0 : fleet.vms);
    this.#hosts = new HostTable(typeOf, units, scenario);
    this.#kinds = new KindTable(fleet.kinds, units, scenario);
    this.#calendar = new Calendar(scenario.schedule, scenario.seed, (vm) => this.#tenantOf(vm));
    this.#control = new ControlPlane(hostCount(scenario.limits.workers, fleet.vms));
    this.#queue = new EventQueue(Math.ceil(fleet.vms * 1.2), scenario.days * DAY_MS);
    this.#guests =
      fates === undefined
        ? undefined
        : new GuestSide(
            fates,
            fleet.kinds,
            fleet.firstVm,
            fleet.vms,
            scenario.faults,
            scenario.durations,
            scenario.seed,
          );
    const { throttling } = scenario.limits;
    this.#startBuckets = throttling && new TokenBuckets(throttling.subscriptions, throttling.start);
    this.#hibernateBuckets = throttling && new TokenBuckets(throttling.subscriptions, throttling.hibernate);
    this.#ledger = new Ledger(input, this.#hosts, this.#control, this.#guests);
    this.#hostEvents = hostEventsOf(scenario, region.number, typeOf, clusterOf);
    for (const { kind, hosts } of this.#hostEvents)
      if (kind === 'join') for (const host of hosts) this.#hosts.close(host);
    this.#scheduleAll();
  }

  /** Handles up to so many events; false when none is left. */
  advance(most: number): boolean {
    const { tally } = this.#ledger;
    const queue = this.#queue;
    for (let left = most; left > 0; left--) {
      if (left % TOUCHED === 0) this.#touchUpcoming();
      if (!queue.take()) return false;
      tally.events++;
      this.#handle(queue.vm, queue.kind, queue.at);
    }
    return true;
  }

  /**
   * Reads a word of the VMs that come next and of their hosts: a read that misses the cache takes as long as a hundred
   * that do not, but many that do not depend on each other take as long as one.
   */
  #touchUpcoming(): void {
    const upcoming = this.#upcoming;
    const count = this.#queue.upcoming(upcoming);
    let sum = 0;
    for (let at = 0; at < count; at++) sum ^= this.#words[upcoming[at]! * VM_WORDS + VM.flags]!;
    for (let at = 0; at < count; at++) {
      const host = this.#words[upcoming[at]! * VM_WORDS + VM.host]!;
      if (host >= 0) sum ^= this.#hosts.words[host * HOST_WORDS]!;
    }
    this.#touched ^= sum;
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
    const flags = words[word + VM.flags]!;
    const step = flags >>> STEP_SHIFT;
    const state = flags & STATE_MASK;
    words[word + VM.flags] = (flags + STEP) | 0;
    if (state === STATE.gone) return;
    this.#scheduleStep(vm, step + 1);
    const isBoot = state === STATE.off || state === STATE.hung;
    const { tally } = this.#ledger;
    if (isBoot) tally.bootsRequested++;
    else if (state === STATE.hibernated) tally.resumesRequested++;
    else {
      tally.resumesSkipped++;
      this.#ledger.watch(vm, at, 'skipped');
      return;
    }
    this.#ledger.startAsked(vm, at);
    words[word + VM.since] = at;
    words[word + VM.flags] =
      ((flags + STEP) & ~(STATE_MASK | IS_BOOT | EPISODE_MASK)) |
      (step << EPISODE_SHIFT) |
      (isBoot ? IS_BOOT : 0) |
      STATE.starting;
    words[word + VM.kind]! &= ~COUNTERS_MASK;
    if (this.#startBuckets === undefined) this.#admit(vm, at);
    else this.#askToStart(vm, at);
  }

  /** A request that the control plane has taken: a VM that has a host goes on there, another one has to be placed. */
  #admit(vm: number, at: number): void {
    const host = this.#words[vm * VM_WORDS + VM.host]!;
    if (host < 0) this.#enqueue(vm, at);
    else this.#beginStart(vm, host, at);
  }

  #enqueue(vm: number, at: number): void {
    if (this.#control.enter(vm)) this.#queue.push(at + this.#limits.placementMs, EVENT.placed, vm);
    else this.#ledger.queued(at);
  }

  /** A worker has finished a placement and takes up the next one. */
  #placed(vm: number, at: number): void {
    const next = this.#control.leave();
    if (next !== NO_VM) this.#queue.push(at + this.#limits.placementMs, EVENT.placed, next);
    const word = vm * VM_WORDS + VM.kind;
    const kind = this.#words[word]! + ATTEMPT;
    this.#words[word] = kind;
    const { tally } = this.#ledger;
    tally.allocAttempts++;
    const host = this.#findHost(vm);
    if (host !== NO_HOST) {
      this.#occupy(vm, host, at);
      this.#beginStart(vm, host, at);
      return;
    }
    tally.allocMisses++;
    this.#ledger.watch(vm, at, 'no-host');
    const attempts = (kind & ATTEMPTS_MASK) >>> ATTEMPT_SHIFT;
    if (attempts < this.#limits.placementAttempts) {
      this.#queue.push(at + this.#limits.retryAfterMs * attempts, EVENT.retry, vm);
    } else {
      this.#endInVain(vm, at, this.#isRoomElsewhere() ? EPISODE.noCompatibleHost : EPISODE.noCapacity);
    }
  }

  #findHost(vm: number): number {
    const word = vm * VM_WORDS;
    const words = this.#words;
    const kind = words[word + VM.kind]! & KIND_MASK;
    const isBoot = (words[word + VM.flags]! & IS_BOOT) !== 0;
    const origin = isBoot ? 0 : words[word + VM.kind]! >>> ORIGIN_SHIFT;
    const demand = this.#demand;
    demand.types = this.#kinds.types[kind * this.#kinds.origins + origin]!;
    demand.first = this.#kinds.first[kind]!;
    demand.second = this.#kinds.second[kind]!;
    demand.vfSlots = this.#kinds.vfSlots[kind]!;
    demand.except = NO_HOST;
    if (this.#isLive) {
      // ASSUME-6: the host that the VM has left comes last.
      if (!isBoot) demand.except = lastHost(words[word + VM.host]!);
      const other = this.#hosts.index.find(demand);
      if (other !== NO_HOST || demand.except === NO_HOST) return other;
      demand.except = NO_HOST;
    }
    return this.#isOldestFirst ? this.#findOldest(demand) : this.#hosts.index.find(demand);
  }

  #findOldest(demand: HostDemand): number {
    const { types } = demand;
    for (let left = types; left !== 0; left &= left - 1) {
      demand.types = left & -left;
      const host = this.#hosts.index.find(demand);
      if (host !== NO_HOST) return host;
    }
    demand.types = types;
    return NO_HOST;
  }

  /**
   * Whether what was missing is a host that may take this VM: live, hosts of other types are all that is open
   * (CONSIDER-6); else, one of another type has room.
   */
  #isRoomElsewhere(): boolean {
    if (this.#isLive) return (this.#demand.types & this.#hosts.openTypes()) === 0;
    this.#demand.types = this.#allTypes;
    return this.#hosts.index.find(this.#demand) !== NO_HOST;
  }

  #occupy(vm: number, host: number, at: number): void {
    const words = this.#words;
    const word = vm * VM_WORDS;
    const kind = words[word + VM.kind]! & KIND_MASK;
    const isBoot = (words[word + VM.flags]! & IS_BOOT) !== 0;
    this.#hosts.take(
      host,
      this.#kinds.first[kind]!,
      this.#kinds.second[kind]!,
      this.#kinds.vfSlots[kind]!,
      1,
    );
    this.#ledger.occupied(vm, kind, host, at, isBoot && words[word + VM.kind]! >>> ORIGIN_SHIFT === 0);
    if (isBoot) this.#setOrigin(vm, host);
    else {
      const came = this.#comparedTo(lastHost(words[word + VM.host]!), host);
      words[word + VM.flags] = (words[word + VM.flags]! & ~CAME_MASK) | (came << CAME_SHIFT);
      this.#ledger.returned(at);
    }
    words[word + VM.host] = host;
  }

  #comparedTo(previous: number, host: number): number {
    if (host === previous) return EPISODE.sameHost;
    return this.#hosts.typeOf[host] === this.#hosts.typeOf[previous] ? EPISODE.sameType : EPISODE.otherType;
  }

  #vacate(vm: number, at: number): void {
    const word = vm * VM_WORDS;
    const kind = this.#words[word + VM.kind]! & KIND_MASK;
    const host = this.#words[word + VM.host]!;
    this.#hosts.take(
      host,
      this.#kinds.first[kind]!,
      this.#kinds.second[kind]!,
      this.#kinds.vfSlots[kind]!,
      -1,
    );
    this.#ledger.vacated(vm, kind, host, at);
    this.#words[word + VM.host] = notOn(host);
  }

  /** What the guest finds at a boot it goes on believing (CONSIDER-7). */
  #setOrigin(vm: number, host: number): void {
    const word = vm * VM_WORDS + VM.kind;
    const rest = this.#words[word]! & ~(-1 << ORIGIN_SHIFT);
    this.#words[word] = rest | ((this.#hosts.typeOf[host]! + 1) << ORIGIN_SHIFT);
  }

  /** The VM starts on its host, or waits there for others to have started. */
  #beginStart(vm: number, host: number, at: number): void {
    const word = vm * VM_WORDS;
    if (this.#guests !== undefined && (this.#words[word + VM.flags]! & IS_BOOT) === 0) {
      this.#guests.resume(
        vm,
        this.#guestOf[vm]!,
        this.#hosts.typeOf[host]!,
        this.#words[word + VM.since]! >>> 0,
      );
    }
    const hosts = this.#hosts.words;
    const hostWord = host * HOST_WORDS;
    if (hosts[hostWord + HOST.starting]! < this.#limits.startsPerHost) {
      hosts[hostWord + HOST.starting]!++;
      this.#queue.push(at + this.#startMs(vm), EVENT.ready, vm);
      return;
    }
    this.#nextOf[vm] = NO_VM;
    const tail = hosts[hostWord + HOST.tail]!;
    if (tail === NO_VM) hosts[hostWord + HOST.head] = vm;
    else this.#nextOf[tail] = vm;
    hosts[hostWord + HOST.tail] = vm;
  }

  /** How long the start under way takes on its host, ms. */
  #startMs(vm: number): number {
    const word = vm * VM_WORDS;
    const kind = this.#words[word + VM.kind]! & KIND_MASK;
    if ((this.#words[word + VM.flags]! & IS_BOOT) !== 0) return this.#kinds.bootMs[kind]!;
    if (this.#guests === undefined || !this.#guests.tellsTimes) return this.#kinds.resumeMs[kind]!;
    return this.#guests.resumeTakes(vm, kind, this.#words[word + VM.since]! >>> 0);
  }

  #ready(vm: number, at: number): void {
    const words = this.#words;
    const word = vm * VM_WORDS;
    const host = words[word + VM.host]!;
    this.#passSlotOn(host, at);
    const flags = words[word + VM.flags]!;
    if ((flags & IS_DOOMED) !== 0) {
      this.#lose(vm, at);
      return;
    }
    words[word + VM.flags] = (flags & ~STATE_MASK) | STATE.running;
    const step = (flags & EPISODE_MASK) >>> EPISODE_SHIFT;
    const since = words[word + VM.since]! >>> 0;
    if ((flags & IS_BOOT) !== 0) {
      if (this.#guests !== undefined) this.#bootGuest(vm, host);
      this.#ledger.booted(vm, step, host, since, at);
      return;
    }
    const fate = this.#guests === undefined ? -1 : this.#wakeGuest(vm, host, since);
    this.#ledger.resumed(
      vm,
      step,
      (flags & CAME_MASK) >>> CAME_SHIFT,
      host,
      since,
      at,
      this.#startMs(vm),
      fate,
    );
  }

  #bootGuest(vm: number, host: number): void {
    const word = vm * VM_WORDS;
    const kind = this.#words[word + VM.kind]! & KIND_MASK;
    this.#guestOf[vm] = this.#guests!.boot(kind, this.#hosts.typeOf[host]!);
  }

  #wakeGuest(vm: number, host: number, since: number): number {
    const guests = this.#guests!;
    const fate = guests.end(vm, since);
    const kind = guests.kindOf(fate);
    this.#guestOf[vm] = guests.nextOf(fate);
    if (kind === FATE.hung) this.#setState(vm, STATE.hung);
    else if (kind === FATE.cold) this.#setOrigin(vm, host);
    return fate;
  }

  /** A start has ended on the host: the next one that waits there begins. */
  #passSlotOn(host: number, at: number): void {
    const hosts = this.#hosts.words;
    const hostWord = host * HOST_WORDS;
    const next = hosts[hostWord + HOST.head]!;
    if (next === NO_VM) {
      hosts[hostWord + HOST.starting]!--;
      return;
    }
    hosts[hostWord + HOST.head] = this.#nextOf[next]!;
    if (hosts[hostWord + HOST.head] === NO_VM) hosts[hostWord + HOST.tail] = NO_VM;
    this.#queue.push(at + this.#startMs(next), EVENT.ready, next);
  }

  /** Calendar: a VM that runs is asked to hibernate. */
  #hibernateDue(vm: number, at: number): void {
    const word = vm * VM_WORDS;
    const flags = this.#words[word + VM.flags]!;
    const state = flags & STATE_MASK;
    this.#words[word + VM.flags] = (flags + STEP) | 0;
    this.#words[word + VM.kind]! &= ~REFUSALS_MASK;
    if (state === STATE.gone) return;
    this.#scheduleStep(vm, (flags >>> STEP_SHIFT) + 1);
    if (state !== STATE.running) {
      this.#ledger.tally.hibernatesSkipped++;
      this.#ledger.watch(vm, at, 'skipped');
      return;
    }
    this.#ledger.hibernationAsked(vm, at);
    if (this.#hibernateBuckets === undefined) this.#sleep(vm, at);
    else this.#askToHibernate(vm, at);
  }

  #sleep(vm: number, at: number): void {
    const word = vm * VM_WORDS;
    const kind = this.#words[word + VM.kind]! & KIND_MASK;
    let savesMs = this.#kinds.saveMs[kind]!;
    let fate = -1;
    if (this.#guests !== undefined) {
      fate = this.#guests.hibernate(vm, this.#guestOf[vm]!, at);
      const end = this.#guests.kindOf(fate);
      this.#guestOf[vm] = this.#guests.nextOf(fate);
      if (end !== FATE.asleep && end !== FATE.stopped) {
        this.#setState(vm, end === FATE.hung ? STATE.hung : STATE.running);
        this.#ledger.fellAsleep(vm, at, fate, false);
        return;
      }
      if (this.#guests.tellsTimes) savesMs = this.#guests.saveTakes(vm, kind, fate, at);
    }
    this.#ledger.fellAsleep(vm, at, fate, true);
    this.#setState(vm, STATE.saving);
    this.#queue.push(at + savesMs, EVENT.saved, vm);
  }

  /** Memory is on the disk: the VM leaves its host. */
  #saved(vm: number, at: number): void {
    if ((this.#words[vm * VM_WORDS + VM.flags]! & IS_DOOMED) !== 0) {
      this.#lose(vm, at);
      return;
    }
    this.#vacate(vm, at);
    this.#setState(vm, STATE.hibernated);
    this.#ledger.saved(vm, at);
  }

  /** A start is over without having begun. */
  #endInVain(vm: number, at: number, episode: number): void {
    const word = vm * VM_WORDS;
    const flags = this.#words[word + VM.flags]!;
    const isBoot = (flags & IS_BOOT) !== 0;
    const isHung = this.#words[word + VM.host]! >= 0;
    this.#setState(vm, isHung ? STATE.hung : isBoot ? STATE.off : STATE.hibernated);
    const step = (flags & EPISODE_MASK) >>> EPISODE_SHIFT;
    this.#ledger.failed(vm, step, episode, isBoot, this.#words[word + VM.since]! >>> 0, at);
  }

  /** ASSUME-13: the host is gone and with it the VM's memory; its disks remain. */
  #lose(vm: number, at: number): void {
    const host = this.#words[vm * VM_WORDS + VM.host]!;
    this.#vacate(vm, at);
    this.#words[vm * VM_WORDS + VM.flags]! &= ~(STATE_MASK | IS_DOOMED);
    this.#words[vm * VM_WORDS + VM.flags]! |= STATE.off;
    this.#ledger.lost(vm, host, at);
  }

  #leave(vm: number, at: number): void {
    const word = vm * VM_WORDS;
    const state = this.#words[word + VM.flags]! & STATE_MASK;
    if (state === STATE.starting || state === STATE.saving) {
      this.#queue.push(at + DELETE_RETRY_MS, EVENT.leave, vm);
      return;
    }
    if (this.#words[word + VM.host]! >= 0) this.#vacate(vm, at);
    const kind = this.#words[word + VM.kind]! & KIND_MASK;
    const hasRun = this.#words[word + VM.kind]! >>> ORIGIN_SHIFT !== 0;
    this.#setState(vm, STATE.gone);
    this.#ledger.left(vm, kind, at, hasRun, state === STATE.hibernated);
  }

  #askAgain(vm: number, at: number): void {
    const state = this.#words[vm * VM_WORDS + VM.flags]! & STATE_MASK;
    if (state === STATE.starting) this.#askToStart(vm, at);
    else if (state === STATE.asking) this.#askToHibernate(vm, at);
  }

  #askToStart(vm: number, at: number): void {
    const waitMs = this.#startBuckets!.take(this.#subscriptionOf(vm), at);
    if (waitMs === 0) {
      this.#admit(vm, at);
      return;
    }
    this.#ledger.turnedAway(vm, at, true);
    if (!this.#comeBack(vm, at, waitMs)) this.#endInVain(vm, at, EPISODE.turnedAway);
  }

  #askToHibernate(vm: number, at: number): void {
    const waitMs = this.#hibernateBuckets!.take(this.#subscriptionOf(vm), at);
    if (waitMs === 0) {
      this.#sleep(vm, at);
      return;
    }
    this.#ledger.turnedAway(vm, at, false);
    this.#setState(vm, STATE.asking);
    if (this.#comeBack(vm, at, waitMs)) return;
    this.#setState(vm, STATE.running);
    this.#ledger.tally.givenUp++;
    this.#guests?.suffer(vm, 'never-asleep');
  }

  /** What the client of a request does that was turned away; false when it gives up. */
  #comeBack(vm: number, at: number, waitMs: number): boolean {
    const word = vm * VM_WORDS + VM.kind;
    const kind = this.#words[word]!;
    const refusals = ((kind & REFUSALS_MASK) >>> REFUSAL_SHIFT) + 1;
    const { backoff, attempts } = this.#limits.throttling!.retry;
    if (refusals >= attempts) return false;
    this.#words[word] = kind + REFUSAL;
    const times = backoff === 'doubling' ? 2 ** Math.min(refusals - 1, LONGEST_DOUBLING) : 1;
    this.#queue.push(at + waitMs * times, EVENT.ask, vm);
    return true;
  }

  #subscriptionOf(vm: number): number {
    return this.#tenantOf(this.#firstVm + vm) % this.#limits.throttling!.subscriptions;
  }

  #setState(vm: number, state: number): void {
    const word = vm * VM_WORDS + VM.flags;
    this.#words[word] = (this.#words[word]! & ~STATE_MASK) | state;
  }

  #scheduleAll(): void {
    const { arrivesMs, leavesMs, vms } = this.#fleet;
    for (let vm = 0; vm < vms; vm++) {
      const arrives = arrivesMs?.[vm];
      if (arrives === undefined) this.#scheduleStep(vm, 0);
      else this.#scheduleArrival(vm, arrives);
      const leaves = leavesMs?.[vm] ?? NEVER;
      if (leaves !== NEVER) this.#queue.push(leaves, EVENT.leave, vm);
    }
  }

  /** A VM that comes later starts then, in place of the calendar's last start before. */
  #scheduleArrival(vm: number, arrives: number): void {
    const word = vm * VM_WORDS;
    const group = this.#kinds.group[this.#words[word + VM.kind]! & KIND_MASK]!;
    let step = 0;
    const steps = this.#calendar.stepsOf(group);
    while (step < steps && this.#calendar.timeOf(group, step, this.#firstVm + vm) <= arrives) step++;
    this.#words[word + VM.flags] = (Math.max(step, 1) - 1) << STEP_SHIFT;
    this.#queue.push(arrives, EVENT.start, vm);
  }

  #scheduleStep(vm: number, step: number): void {
    const group = this.#kinds.group[this.#words[vm * VM_WORDS + VM.kind]! & KIND_MASK]!;
    if (step >= this.#calendar.stepsOf(group)) return;
    const at = this.#calendar.timeOf(group, step, this.#firstVm + vm);
    const kind = this.#calendar.isHibernation(group, step) ? EVENT.hibernate : EVENT.start;
    this.#queue.push(at, kind, vm);
  }

  #applyHostEvents(until: number): void {
    for (;;) {
      const event = this.#hostEvents[this.#nextHostEvent];
      if (event === undefined || event.atMs > until) return;
      this.#nextHostEvent++;
      this.#ledger.advance(event.atMs);
      for (const host of event.hosts) {
        if (event.opens) this.#hosts.open(host);
        else this.#hosts.close(host);
      }
      if (event.kind === 'fail') this.#failHosts(new Set(event.hosts), event.atMs);
    }
  }

  /** VMs that run there lose their memory at once; those on their way when the way ends. */
  #failHosts(hosts: ReadonlySet<number>, at: number): void {
    for (let vm = 0; vm < this.#fleet.vms; vm++) {
      const word = vm * VM_WORDS;
      const host = this.#words[word + VM.host]!;
      if (host < 0 || !hosts.has(host)) continue;
      const state = this.#words[word + VM.flags]! & STATE_MASK;
      if (state === STATE.starting || state === STATE.saving) this.#words[word + VM.flags]! |= IS_DOOMED;
      else this.#lose(vm, at);
    }
  }
}

function tenantsOf({ fleet: spec, seed }: Scenario, { tenantOf, firstVm }: Fleet): (vm: number) => number {
  if (tenantOf !== undefined) return (vm) => tenantOf[vm - firstVm]!;
  const tenants = spec.kind === 'generated' ? spec.tenants : 1;
  const base = streamBase(seed, STREAMS.tenant);
  return (vm) => draw(base, vm) % tenants;
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

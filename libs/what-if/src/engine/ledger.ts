import type { VmColumns } from '../results/vm-columns.js';
import type { ControlPlane } from './control-plane.js';
import { DayTally } from './day-tally.js';
import { DAY_MS, FATE, type GuestSide } from './guest-side.js';
import type { HostTable } from './host-table.js';
import { SeriesRecorder } from './series-recorder.js';
import type { KindTime, ShardInput, ShardOutcome, WatchedAct } from './shard.js';
import { EPISODE, Tally } from './tally.js';
import { NO_HOST } from './host-demand.js';
import { HOST, HOST_WORDS } from './host-words.js';
import { lastHost, STATE, STATE_MASK, VM, VM_WORDS } from './vm-table.js';

type PerVm = Pick<
  VmColumns,
  'boots' | 'hibernations' | 'resumes' | 'failedStarts' | 'longestReadyMs' | 'runningSeconds'
>;

/** Writes down what happens: counts, time series, days, what each VM went through, who was on hosts for how long. */
export class Ledger {
  readonly tally = new Tally();
  readonly #horizonMs: number;
  readonly #series: SeriesRecorder | undefined;
  readonly #days: DayTally[] = [];
  readonly #keepsDays: boolean;
  readonly #perVm: PerVm | undefined;
  /** By kind: ms on hosts, and ms had the VM never left. */
  readonly #heldMs: Float64Array;
  readonly #alwaysMs: Float64Array;
  readonly #existsMs: Float64Array;
  readonly #watched: WatchedAct[] = [];
  readonly #watch: number;
  #running = 0;
  #hibernated = 0;
  #hostLosses = 0;

  constructor(
    readonly input: ShardInput,
    readonly hosts: HostTable,
    readonly control: ControlPlane,
    readonly guests: GuestSide | undefined,
  ) {
    const { scenario, fleet } = input;
    this.#horizonMs = scenario.days * DAY_MS;
    this.#watch = input.watch ?? -1;
    this.#keepsDays = scenario.seriesStepMs > 0;
    this.#series = this.#keepsDays
      ? new SeriesRecorder(scenario.seriesStepMs, this.#horizonMs, () => ({
          waitingForPlacement: control.waiting,
          running: this.#running,
          hibernated: this.#hibernated,
          hostsUsed: hosts.used,
        }))
      : undefined;
    const { vms, kinds } = fleet;
    this.#perVm = input.keepsVms
      ? {
          boots: new Uint8Array(vms),
          hibernations: new Uint8Array(vms),
          resumes: new Uint8Array(vms),
          failedStarts: new Uint8Array(vms),
          longestReadyMs: new Uint32Array(vms),
          runningSeconds: new Uint32Array(vms),
        }
      : undefined;
    this.#heldMs = new Float64Array(kinds.length);
    this.#alwaysMs = new Float64Array(kinds.length);
    this.#existsMs = new Float64Array(kinds.length);
  }

  /** Time goes on to `at`. */
  advance(at: number): void {
    this.#series?.advance(at);
  }

  startAsked(vm: number, at: number): void {
    if (vm === this.#watch) this.watch(vm, at, 'start-asked');
    if (!this.#keepsDays) return;
    this.#series!.count('startsAsked');
    this.#day(at).startsAsked++;
  }

  queued(at: number): void {
    if (this.#keepsDays) this.#day(at).queued(this.control.waiting, at);
  }

  /** The VM takes its room. `isFirst`: it has never had a host before. */
  occupied(vm: number, kind: number, host: number, at: number, isFirst: boolean): void {
    const until = this.#clipped(at);
    if (this.hosts.words[host * HOST_WORDS + HOST.vms]!++ === 0) {
      this.tally.hostEmptyMs += until - this.hosts.emptySince[host]!;
      this.hosts.countUsed(host, 1);
    }
    this.#heldMs[kind]! -= until;
    if (isFirst) this.#alwaysMs[kind]! += this.#horizonMs - until;
    if (this.#perVm !== undefined) this.#perVm.runningSeconds[vm]! -= Math.floor(until / 1000);
    if (vm === this.#watch) this.watch(vm, at, 'placed', host);
  }

  vacated(vm: number, kind: number, host: number, at: number): void {
    const until = this.#clipped(at);
    if (--this.hosts.words[host * HOST_WORDS + HOST.vms]! === 0) {
      this.hosts.emptySince[host] = until;
      this.hosts.countUsed(host, -1);
    }
    this.#heldMs[kind]! += until;
    if (this.#perVm !== undefined) this.#perVm.runningSeconds[vm]! += Math.floor(until / 1000);
  }

  /** A resume has its host: the VM was without one until now. */
  returned(at: number): void {
    this.tally.vmDeallocatedMs += this.#clipped(at);
    this.#hibernated--;
  }

  booted(vm: number, step: number, host: number, since: number, at: number): void {
    this.tally.bootsOk++;
    this.#running++;
    if (this.#perVm !== undefined) this.#perVm.boots[vm]!++;
    if (vm === this.#watch) this.watch(vm, at, 'booted', host);
    this.#note(vm, step, EPISODE.boot, host, at - since);
  }

  /** `came`: how its host is to the one that the VM was saved on, an `EPISODE`. */
  resumed(
    vm: number,
    step: number,
    came: number,
    host: number,
    since: number,
    at: number,
    startMs: number,
    fate: number,
  ): void {
    const latency = at - since;
    const { tally } = this;
    tally.resumesOk++;
    tally.latency.add(latency);
    tally.wait.add(latency - startMs);
    if (came === EPISODE.sameHost) tally.resumesOkSameHost++;
    else if (came === EPISODE.sameType) tally.resumesOkSameType++;
    else tally.resumesOkOtherType++;
    const isHung = fate >= 0 && this.guests!.kindOf(fate) === FATE.hung;
    if (!isHung) this.#running++;
    if (this.#keepsDays && !isHung) {
      this.#series!.ready(latency);
      this.#day(since).ready.add(latency);
    }
    if (this.#perVm !== undefined) {
      this.#perVm.resumes[vm]!++;
      if (latency > this.#perVm.longestReadyMs[vm]!) this.#perVm.longestReadyMs[vm] = latency;
    }
    if (vm === this.#watch) this.watch(vm, at, 'resumed', host, fate, since);
    this.#note(vm, step, came, host, latency);
  }

  failed(vm: number, step: number, episode: number, isBoot: boolean, since: number, at: number): void {
    const { tally } = this;
    if (episode === EPISODE.turnedAway) tally.givenUp++;
    else if (isBoot) tally.bootsFailed++;
    else if (episode === EPISODE.noCompatibleHost) tally.resumesFailedCompat++;
    else tally.resumesFailedCapacity++;
    if (this.#keepsDays) {
      this.#series!.count('failedStarts');
      const day = this.#day(since);
      if (episode === EPISODE.noCompatibleHost) day.noCompatibleHost++;
      else if (episode === EPISODE.noCapacity) day.noCapacity++;
    }
    this.guests?.suffer(vm, 'not-placed');
    if (this.#perVm !== undefined) this.#perVm.failedStarts[vm]!++;
    if (vm === this.#watch) this.watch(vm, at, 'start-failed');
    this.#note(vm, step, episode, NO_HOST, at - since);
  }

  turnedAway(vm: number, at: number, isStart: boolean): void {
    if (isStart) this.tally.throttledStarts++;
    else this.tally.throttledHibernations++;
    if (vm === this.#watch) this.watch(vm, at, 'turned-away');
    if (!this.#keepsDays) return;
    this.#series!.count('throttled');
    this.#day(at).throttled++;
  }

  hibernationAsked(vm: number, at: number): void {
    if (vm === this.#watch) this.watch(vm, at, 'hibernation-asked');
    if (!this.#keepsDays) return;
    this.#series!.count('hibernationsAsked');
    this.#day(at).hibernationsAsked++;
  }

  /** What the guest made of it. `sleeps`: it writes its image. */
  fellAsleep(vm: number, at: number, fate: number, sleeps: boolean): void {
    if (sleeps) {
      this.tally.hibernates++;
      this.#running--;
      if (this.#perVm !== undefined) this.#perVm.hibernations[vm]!++;
    } else if (fate >= 0 && this.guests!.kindOf(fate) === FATE.hung) {
      this.#running--;
    }
    if (fate >= 0 && vm === this.#watch) this.watch(vm, at, 'hibernation-asked', undefined, fate, at);
  }

  /** The VM has left its host: from now on it is without one. */
  saved(vm: number, at: number): void {
    this.tally.vmDeallocatedMs -= this.#clipped(at);
    this.#hibernated++;
    this.#series?.count('asleep');
    if (vm === this.#watch) this.watch(vm, at, 'saved');
  }

  lost(vm: number, host: number, at: number): void {
    this.#hostLosses++;
    this.#running = Math.max(0, this.#running - 1);
    this.guests?.suffer(vm, 'memory-lost');
    if (vm === this.#watch) this.watch(vm, at, 'host-failed', host);
  }

  /** The VM is deleted. */
  left(vm: number, kind: number, at: number, hasRun: boolean, hasSlept: boolean): void {
    const rest = this.#horizonMs - this.#clipped(at);
    if (hasRun) this.#alwaysMs[kind]! -= rest;
    this.#existsMs[kind]! -= rest;
    if (hasSlept) {
      this.tally.vmDeallocatedMs += this.#clipped(at);
      this.#hibernated--;
    }
    if (vm === this.#watch) this.watch(vm, at, 'deleted');
  }

  watch(
    vm: number,
    atMs: number,
    act: WatchedAct['act'],
    host?: number,
    fate?: number,
    askedMs?: number,
  ): void {
    if (vm !== this.#watch) return;
    this.#watched.push({
      atMs,
      act,
      ...(host === undefined ? {} : { host }),
      ...(fate === undefined || fate < 0
        ? {}
        : {
            cause: this.guests!.causeOf(fate),
            faultSet: this.guests!.faultSetOf(
              vm,
              act === 'resumed' ? 'resume' : 'hibernate',
              askedMs ?? atMs,
            ),
          }),
    });
  }

  /** What is left when nothing happens any more. */
  outcome(words: Int32Array): ShardOutcome {
    this.#close(words);
    const { tally, hosts, input } = this;
    const { fleet, scenario } = input;
    return {
      region: input.region,
      firstVm: fleet.firstVm,
      vmCount: fleet.vms,
      workers: this.control.workers,
      sums: {
        events: tally.events,
        bootsRequested: tally.bootsRequested,
        bootsOk: tally.bootsOk,
        bootsFailed: tally.bootsFailed,
        hibernates: tally.hibernates,
        hibernatesSkipped: tally.hibernatesSkipped,
        resumesRequested: tally.resumesRequested,
        resumesSkipped: tally.resumesSkipped,
        resumesOk: tally.resumesOk,
        resumesOkSameHost: tally.resumesOkSameHost,
        resumesOkSameType: tally.resumesOkSameType,
        resumesOkOtherType: tally.resumesOkOtherType,
        resumesFailedCapacity: tally.resumesFailedCapacity,
        resumesFailedCompat: tally.resumesFailedCompat,
        allocAttempts: tally.allocAttempts,
        allocMisses: tally.allocMisses,
        hostEmptyMs: tally.hostEmptyMs,
        vmDeallocatedMs: tally.vmDeallocatedMs,
        throttledStarts: tally.throttledStarts,
        throttledHibernations: tally.throttledHibernations,
        givenUp: tally.givenUp,
        hostLosses: this.#hostLosses,
        digest: tally.digest,
      },
      peakQueue: this.control.peakWaiting,
      lastEventMs: tally.lastEventMs,
      wait: tally.wait.counts(),
      latency: tally.latency.counts(),
      hosts: {
        count: hosts.count,
        peakUsed: hosts.peakUsed,
        byType: countsByType(hosts.typeOf, scenario.clusters.types.length),
        peakUsedByType: hosts.peakUsedByType,
        hostMs: hosts.count * this.#horizonMs,
      },
      money: this.#money(),
      ...(this.#series === undefined ? {} : { series: this.#series.outcome() }),
      days: Array.from(this.#days, (day) => (day ?? new DayTally()).outcome()),
      causes: this.guests?.fates.causes ?? [],
      counted: this.guests?.counted() ?? [],
      vmsByWorst: this.guests?.vmsByWorst() ?? [],
      ...(this.#perVm === undefined ? {} : { vms: this.#vmColumns(this.#perVm, words) }),
      ...(this.#watch < 0 ? {} : { watched: this.#watched }),
    };
  }

  /** Integrals over time end with the last day. */
  #close(words: Int32Array): void {
    const { hosts, tally } = this;
    const { fleet } = this.input;
    for (let host = 0; host < hosts.count; host++) {
      if (hosts.words[host * HOST_WORDS + HOST.vms] === 0)
        tally.hostEmptyMs += this.#horizonMs - hosts.emptySince[host]!;
    }
    for (let vm = 0; vm < fleet.vms; vm++) {
      const word = vm * VM_WORDS;
      const kind = fleet.kindOf[vm]!;
      if ((words[word + VM.flags]! & STATE_MASK) === STATE.hibernated) {
        tally.vmDeallocatedMs += this.#horizonMs;
      }
      if (words[word + VM.host]! >= 0) {
        this.#heldMs[kind]! += this.#horizonMs;
        if (this.#perVm !== undefined) this.#perVm.runningSeconds[vm]! += this.#horizonMs / 1000;
      }
      this.#existsMs[kind]! += this.#horizonMs - this.#clipped(fleet.arrivesMs?.[vm] ?? 0);
    }
  }

  #money(): readonly KindTime[] {
    const { kinds, kindOf } = this.input.fleet;
    const vms = new Float64Array(kinds.length);
    for (const kind of kindOf) vms[kind]!++;
    return kinds.map(({ make }, kind) => ({
      ...(make?.usdPerHour === undefined ? {} : { usdPerHour: make.usdPerHour }),
      ...(make === undefined ? {} : { osDiskGib: make.osDisk.sizeGib }),
      vms: vms[kind]!,
      heldMs: this.#heldMs[kind]!,
      alwaysMs: this.#alwaysMs[kind]!,
      existsMs: this.#existsMs[kind]!,
    }));
  }

  #vmColumns(perVm: PerVm, words: Int32Array): VmColumns {
    const { fleet } = this.input;
    const count = fleet.vms;
    const lastHosts = new Int32Array(count);
    for (let vm = 0; vm < count; vm++) {
      const host = words[vm * VM_WORDS + VM.host]!;
      lastHosts[vm] = host >= 0 ? host : lastHost(host);
    }
    return {
      ...perVm,
      firstVm: fleet.firstVm,
      count,
      worst: this.guests?.worst ?? new Uint8Array(count),
      cause: this.guests?.cause ?? new Int32Array(count).fill(-1),
      lastHost: lastHosts,
      kindOf: fleet.kindOf,
    };
  }

  #note(vm: number, step: number, verdict: number, host: number, latencyMs: number): void {
    const { firstVm } = this.input.fleet;
    this.tally.note(firstVm + vm, step, verdict, host, latencyMs);
    this.input.onEpisode?.({ vm: firstVm + vm, step, verdict, host, latencyMs });
  }

  #clipped(at: number): number {
    return Math.min(at, this.#horizonMs);
  }

  #day(at: number): DayTally {
    const day = Math.floor(at / DAY_MS);
    return (this.#days[day] ??= new DayTally());
  }
}

function countsByType(typeOf: Uint8Array, types: number): Int32Array {
  const counts = new Int32Array(types);
  for (const type of typeOf) counts[type]!++;
  return counts;
}

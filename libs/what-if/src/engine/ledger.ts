import type { ControlPlane } from './control-plane.js';
import { DayTally } from './day-tally.js';
import { DAY_MS, FATE, type GuestSide } from './guest-side.js';
import { HoldingTimes } from './holding-times.js';
import { NO_HOST } from './host-demand.js';
import type { HostTable } from './host-table.js';
import { HOST, HOST_WORDS } from './host-words.js';
import { SeriesRecorder } from './series-recorder.js';
import type { ShardInput, ShardOutcome } from './shard.js';
import { EPISODE, Tally } from './tally.js';
import { STATE, STATE_MASK, VM, VM_WORDS } from './vm-table.js';
import { VmRecords } from './vm-records.js';
import { WatchLog } from './watch-log.js';

/** Writes down what happens: counts, time series, days, who was on hosts for how long, what each VM went through. */
export class Ledger {
  readonly tally = new Tally();
  readonly #input: ShardInput;
  readonly #hosts: HostTable;
  readonly #control: ControlPlane;
  readonly #guests: GuestSide | undefined;
  readonly #horizonMs: number;
  readonly #times: HoldingTimes;
  /** Absent where neither rows nor days are asked for. */
  readonly #series: SeriesRecorder | undefined;
  readonly #days: DayTally[] = [];
  /** Absent where single VMs are not told of. */
  readonly #records: VmRecords | undefined;
  readonly #log: WatchLog | undefined;
  #running = 0;
  #hibernated = 0;

  constructor(input: ShardInput, hosts: HostTable, control: ControlPlane, guests: GuestSide | undefined) {
    const { scenario, fleet } = input;
    this.#input = input;
    this.#hosts = hosts;
    this.#control = control;
    this.#guests = guests;
    this.#horizonMs = scenario.days * DAY_MS;
    this.#times = new HoldingTimes(fleet, this.#horizonMs);
    this.#series =
      scenario.seriesStepMs > 0
        ? new SeriesRecorder(scenario.seriesStepMs, this.#horizonMs, () => ({
            waitingForPlacement: control.waiting,
            running: this.#running,
            hibernated: this.#hibernated,
            hostsUsed: hosts.used,
          }))
        : undefined;
    this.#records = input.keepsVms === true ? new VmRecords(fleet.vms) : undefined;
    this.#log = input.watch === undefined ? undefined : new WatchLog(input.watch, guests);
  }

  /** Time goes on to `at`. */
  advance(at: number): void {
    this.#series?.advance(at);
  }

  startSkipped(vm: number, at: number): void {
    this.tally.resumesSkipped++;
    this.#log?.tell(vm, at, 'skipped');
  }

  startAsked(vm: number, at: number, isBoot: boolean): void {
    if (isBoot) this.tally.bootsRequested++;
    else this.tally.resumesRequested++;
    this.#log?.tell(vm, at, 'start-asked');
    if (this.#series === undefined) return;
    this.#series.count('startsAsked');
    this.#day(at).startsAsked++;
  }

  queued(at: number): void {
    if (this.#series !== undefined) this.#day(at).queued(this.#control.waiting, at);
  }

  /** One placement has been tried. `host`: what it found. */
  placementDone(vm: number, at: number, host: number): void {
    this.tally.allocAttempts++;
    if (host !== NO_HOST) return;
    this.tally.allocMisses++;
    this.#log?.tell(vm, at, 'no-host');
  }

  /** The VM takes its room. `isFirst`: it has never had a host before. */
  occupied(vm: number, kind: number, host: number, at: number, isFirst: boolean): void {
    const until = this.#clipped(at);
    if (this.#hosts.words[host * HOST_WORDS + HOST.vms]!++ === 0) {
      this.tally.hostEmptyMs += until - this.#hosts.emptySince[host]!;
      this.#hosts.countUsed(host, 1);
    }
    this.#times.occupied(kind, until, isFirst);
    this.#records?.occupied(vm, until);
    this.#log?.tell(vm, at, 'placed', host);
  }

  vacated(vm: number, kind: number, host: number, at: number): void {
    const until = this.#clipped(at);
    if (--this.#hosts.words[host * HOST_WORDS + HOST.vms]! === 0) {
      this.#hosts.emptySince[host] = until;
      this.#hosts.countUsed(host, -1);
    }
    this.#times.vacated(kind, until);
    this.#records?.vacated(vm, until);
  }

  /** A resume has its host: the VM was without one until now. */
  returned(at: number): void {
    this.tally.vmDeallocatedMs += this.#clipped(at);
    this.#hibernated--;
  }

  booted(vm: number, step: number, host: number, since: number, at: number): void {
    this.tally.bootsOk++;
    this.#running++;
    if (this.#records !== undefined) this.#records.boots[vm]!++;
    this.#log?.tell(vm, at, 'booted', host);
    this.#note(vm, step, EPISODE.boot, host, at - since);
  }

  /** `came`: how its host is to the one that the VM was saved on, an `EPISODE`. `fate`: -1 without guests. */
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
    if (fate < 0 || this.#guests!.kindOf(fate) !== FATE.hung) {
      this.#running++;
      this.#series?.ready(latency);
      if (this.#series !== undefined) this.#day(since).ready.add(latency);
    }
    this.#records?.resumed(vm, latency);
    this.#log?.tellFate(vm, at, 'resumed', { fate, askedMs: since, host });
    this.#note(vm, step, came, host, latency);
  }

  failed(vm: number, step: number, episode: number, isBoot: boolean, since: number, at: number): void {
    const { tally } = this;
    if (episode === EPISODE.turnedAway) tally.givenUp++;
    else if (isBoot) tally.bootsFailed++;
    else if (episode === EPISODE.noCompatibleHost) tally.resumesFailedCompat++;
    else tally.resumesFailedCapacity++;
    if (this.#series !== undefined) {
      this.#series.count('failedStarts');
      const day = this.#day(since);
      if (episode === EPISODE.noCompatibleHost) day.noCompatibleHost++;
      else if (episode === EPISODE.noCapacity) day.noCapacity++;
      else day.givenUp++;
    }
    this.#guests?.suffer(vm, 'not-placed');
    if (this.#records !== undefined) this.#records.failedStarts[vm]!++;
    this.#log?.tell(vm, at, 'start-failed');
    this.#note(vm, step, episode, NO_HOST, at - since);
  }

  turnedAway(vm: number, at: number, isStart: boolean): void {
    if (isStart) this.tally.throttledStarts++;
    else this.tally.throttledHibernations++;
    this.#log?.tell(vm, at, 'turned-away');
    if (this.#series === undefined) return;
    this.#series.count('throttled');
    this.#day(at).throttled++;
  }

  hibernationSkipped(vm: number, at: number): void {
    this.tally.hibernatesSkipped++;
    this.#log?.tell(vm, at, 'skipped');
  }

  hibernationAsked(vm: number, at: number): void {
    this.#log?.tell(vm, at, 'hibernation-asked');
    if (this.#series === undefined) return;
    this.#series.count('hibernationsAsked');
    this.#day(at).hibernationsAsked++;
  }

  hibernationGivenUp(vm: number): void {
    this.tally.givenUp++;
    this.#guests?.suffer(vm, 'never-asleep');
  }

  /** The guest writes its image. */
  fellAsleep(vm: number, at: number, fate: number): void {
    this.tally.hibernates++;
    this.#running--;
    if (this.#records !== undefined) this.#records.hibernations[vm]!++;
    this.#log?.tellFate(vm, at, 'fell-asleep', { fate, askedMs: at });
  }

  stayedAwake(vm: number, at: number, fate: number): void {
    if (this.#guests!.kindOf(fate) === FATE.hung) this.#running--;
    this.#log?.tellFate(vm, at, 'stayed-awake', { fate, askedMs: at });
  }

  /** The VM has left its host: from now on it is without one. */
  saved(vm: number, at: number): void {
    this.tally.vmDeallocatedMs -= this.#clipped(at);
    this.#hibernated++;
    this.#series?.count('asleep');
    this.#log?.tell(vm, at, 'saved');
  }

  /** `state`: in which the host's failure found the VM. */
  lost(vm: number, host: number, at: number, state: number): void {
    this.tally.hostLosses++;
    if (state === STATE.running || state === STATE.asking) this.#running--;
    this.#guests?.suffer(vm, 'memory-lost');
    this.#log?.tell(vm, at, 'host-failed', host);
  }

  /** The VM is deleted. `state`: in which that found it. */
  left(vm: number, kind: number, at: number, hasRun: boolean, state: number): void {
    this.#times.left(kind, this.#clipped(at), hasRun);
    if (state === STATE.running || state === STATE.asking) this.#running--;
    if (state === STATE.hibernated) this.returned(at);
    this.#log?.tell(vm, at, 'deleted');
  }

  /** What is left when nothing happens any more. `words`: of the VMs. */
  outcome(words: Int32Array): ShardOutcome {
    this.#close(words);
    const { fleet, region, scenario } = this.#input;
    const { tally } = this;
    const hosts = this.#hosts;
    const guests = this.#guests;
    return {
      region,
      firstVm: fleet.firstVm,
      vmCount: fleet.vms,
      workers: this.#control.workers,
      sums: tally.sums(),
      peakQueue: this.#control.peakWaiting,
      lastEventMs: tally.lastEventMs,
      wait: tally.wait.counts(),
      latency: tally.latency.counts(),
      hosts: {
        count: hosts.count,
        peakUsed: hosts.peakUsed,
        byType: hosts.countsByType(scenario.clusters.types.length),
        peakUsedByType: hosts.peakUsedByType,
        hostMs: hosts.count * this.#horizonMs,
      },
      money: this.#times.byKind(),
      ...(this.#series === undefined ? {} : { series: this.#series.outcome() }),
      days: Array.from(this.#days, (day) => (day ?? new DayTally()).outcome()),
      causes: guests?.fates.causes ?? [],
      counted: guests?.counted() ?? [],
      vmsByWorst: guests?.vmsByWorst() ?? [],
      ...(this.#records === undefined ? {} : { vms: this.#records.columns(fleet, words, guests) }),
      ...(this.#log === undefined ? {} : { watched: this.#log.acts }),
    };
  }

  /** Integrals over time end with the last day. */
  #close(words: Int32Array): void {
    const hosts = this.#hosts;
    for (let host = 0; host < hosts.count; host++) {
      const isEmpty = hosts.words[host * HOST_WORDS + HOST.vms] === 0;
      if (isEmpty) this.tally.hostEmptyMs += this.#horizonMs - hosts.emptySince[host]!;
    }
    const { vms, kindOf } = this.#input.fleet;
    for (let vm = 0; vm < vms; vm++) {
      const word = vm * VM_WORDS;
      const state = words[word + VM.flags]! & STATE_MASK;
      if (state === STATE.hibernated) this.tally.vmDeallocatedMs += this.#horizonMs;
      if (words[word + VM.host]! < 0) continue;
      this.#times.vacated(kindOf[vm]!, this.#horizonMs);
      this.#records?.vacated(vm, this.#horizonMs);
    }
  }

  #note(vm: number, step: number, verdict: number, host: number, latencyMs: number): void {
    const number = this.#input.fleet.firstVm + vm;
    this.tally.note(number, step, verdict, host, latencyMs);
    this.#input.onEpisode?.({ vm: number, step, verdict, host, latencyMs });
  }

  #clipped(at: number): number {
    return Math.min(at, this.#horizonMs);
  }

  #day(at: number): DayTally {
    return (this.#days[Math.floor(at / DAY_MS)] ??= new DayTally());
  }
}

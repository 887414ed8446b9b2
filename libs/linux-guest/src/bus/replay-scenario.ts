import type { VmbusEra } from '#libs/resume-matching';
import { BusConnection } from './bus-connection.js';
import { KernelBug } from './channel-removal.js';
import { unregisterDevice } from './driver-model.js';
import type { Observed, ObservedPhase, PhaseName } from './observation.js';
import { observedChannels, ObservationWriter } from './observation-writer.js';
import { resumeAll, suspendAll, type SuspendTransition } from './power-transition.js';
import { ScenarioDrivers } from './scenario-drivers.js';
import { ScenarioHost } from './scenario-host.js';
import type { HostBehaviour, OfferRow, Operation, RestoreOffers, Scenario } from './scenario.js';
import { Timeline } from './timeline.js';

/**
 * Runs a scenario through the bus model and tells what happened, phase by phase, in the format of the golden vectors.
 * It ends at the first suspend that does not succeed. Throws `KernelBug` when the kernel stops outside of a resume.
 */
export function replayScenario(scenario: Scenario, era: VmbusEra): { readonly observed: Observed } {
  const replay = new Replay(scenario, era);
  replay.run();
  return { observed: replay.observed };
}

class Replay {
  readonly observed: Observed = {};
  readonly #scenario: Scenario;
  readonly #timeline = new Timeline();
  readonly #host: ScenarioHost;
  readonly #log: ObservationWriter;
  #bus: BusConnection;

  constructor(scenario: Scenario, era: VmbusEra) {
    this.#scenario = scenario;
    this.#host = new ScenarioHost(scenario, this.#timeline);
    this.#log = new ObservationWriter(scenario, this.#timeline);
    this.#bus = new BusConnection(era, new ScenarioDrivers(scenario), this.#host, this.#log);
  }

  run(): void {
    const { before_hibernation: before = [], host_behaviour: behaviour } = this.#scenario;
    const { thaw, restore, after_restore: after = [], second } = this.#scenario;
    this.#boot();
    if (!this.#operations('before_hibernation', before)) return;
    if (!this.#suspend('freeze', behaviour, [])) return;
    if (thaw !== undefined) this.#runWhileImageIsWritten(thaw, behaviour);
    if (restore === undefined || !this.#resume('restore', restore)) return;
    if (!this.#operations('after_restore', after)) return;
    if (second === undefined) return;
    if (!this.#suspend('second_freeze', second.host_behaviour, second.after_open_if_refused ?? [])) return;
    if (second.restore !== undefined) this.#resume('second_restore', second.restore);
  }

  #begin(name: PhaseName): ObservedPhase {
    const phase = this.#log.begin();
    this.observed[name] = phase;
    return phase;
  }

  #boot(): void {
    const phase = this.#begin('boot');
    const { offers = [], after_open: afterOpen = [] } = this.#scenario.boot;
    this.#host.offersOnRequest = offers;
    this.#host.requestOffers();
    this.#timeline.runOut(this.#bus);
    this.#host.sendAfterOpen(afterOpen);
    this.#timeline.runOut(this.#bus);
    phase.channels = observedChannels(this.#bus, this.#scenario);
    phase.close_counter = this.#bus.toClose;
  }

  /** R21, R26: the image is a copy, taken at once; what happens until the VM is off does not reach it. */
  #runWhileImageIsWritten(thaw: RestoreOffers, behaviour: HostBehaviour | undefined): void {
    const image = this.#bus.copy();
    if (this.#resume('thaw', thaw)) this.#suspend('poweroff', behaviour, []);
    this.#bus = image;
    this.#log.bus = image;
    // However that ended, the VM that resumes the image is another one.
    this.#host.unload();
  }

  /** False when an operation never ends. Without operations there is no phase. */
  #operations(name: 'before_hibernation' | 'after_restore', operations: readonly Operation[]): boolean {
    if (operations.length === 0) return true;
    const phase = this.#begin(name);
    let ends = true;
    for (let index = 0; index < operations.length && ends; index++) {
      ends = this.#operate(operations[index]!, index);
      this.#timeline.runOut(this.#bus);
    }
    if (!ends) {
      phase.fatal = 'never_returns';
      phase.waiting_for = 'msleep';
    }
    phase.channels = observedChannels(this.#bus, this.#scenario);
    phase.close_counter = this.#bus.toClose;
    this.#writeOutstanding(phase);
    return ends;
  }

  #operate(operation: Operation, index: number): boolean {
    switch (operation[0]) {
      case 'offer':
        this.#host.sendOffer(operation[1], 'op', index, 0);
        return true;
      case 'rescind':
        this.#host.sendRescind(operation[1]);
        return true;
      case 'hv_sock_release':
        return this.#releaseSocket(operation[1]);
    }
  }

  /**
   * The application that accepted a socket lets go: its device is unregistered, once the channel has been rescinded
   * (R73). False when that never happens.
   */
  #releaseSocket(device: number): boolean {
    const channel = this.#bus.channels.find(
      (candidate) =>
        candidate.isHvSock && candidate.hasRescindCallback && candidate.device?.device === device,
    );
    if (channel === undefined) return true;
    if (!channel.isRescinded) return false;
    unregisterDevice(this.#bus, channel);
    return true;
  }

  /** True when the bus was suspended. */
  #suspend(
    name: PhaseName,
    behaviour: HostBehaviour | undefined,
    afterOpenIfRefused: readonly OfferRow[],
  ): boolean {
    const phase = this.#begin(name);
    const bus = this.#bus;
    this.#log.bus = bus;
    this.#host.behave(behaviour);
    const transition = suspendAll(bus, this.#timeline);
    this.#host.behave();
    const end = writeSuspendTransition(phase, transition);
    if (end === 'refused') {
      phase.ignoring_offers = bus.ignoresOffers;
      this.#host.sendAfterOpen(afterOpenIfRefused);
      this.#timeline.runOut(bus);
    }
    if (transition.kind === 'bus-not-called') phase.close_counter = bus.toClose;
    phase.channels = observedChannels(bus, this.#scenario);
    this.#writeOutstanding(phase);
    if (end !== 'suspended') return false;
    const relids = bus.relids.rows();
    if (relids.length > 0) phase.relids = relids;
    return true;
  }

  /** False when the kernel stopped on the way. */
  #resume(name: PhaseName, offers: RestoreOffers): boolean {
    const phase = this.#begin(name);
    const bus = this.#bus;
    this.#host.refusesVersion = offers.refuse_version === true;
    this.#host.offersOnRequest = offers.offers ?? [];
    this.#log.askedAtMs = this.#timeline.nowMs;
    try {
      resumeAll(bus, this.#timeline, ({ rc, waitMs, timedOut }) => {
        phase.rc = rc;
        phase.bus = 'returned';
        phase.wait_ms = waitMs;
        phase.timed_out = timedOut;
        phase.unmatched_at_return = bus.orphans();
        if (bus.era === 'A') phase.outstanding_at_return = bus.toFixUp;
      });
      this.#host.sendAfterOpen(offers.after_open ?? []);
      this.#timeline.runOut(bus);
    } catch (error) {
      if (!(error instanceof KernelBug)) throw error;
      phase.bus = 'kernel_bug';
      phase.rc = null;
      phase.bug = error.message;
      return false;
    }
    phase.channels = observedChannels(bus, this.#scenario);
    phase.relids = bus.relids.rows();
    phase.unmatched = bus.orphans();
    phase.close_counter = bus.toClose;
    this.#writeOutstanding(phase);
    return true;
  }

  #writeOutstanding(phase: ObservedPhase): void {
    if (this.#bus.era === 'A') phase.outstanding = this.#bus.toFixUp;
  }
}

/** What a phase tells of the transition itself; returns how it ended. */
function writeSuspendTransition(
  phase: ObservedPhase,
  transition: SuspendTransition,
): 'suspended' | 'refused' | 'hangs' {
  if (transition.kind === 'bus-not-called') {
    phase.bus = 'not_called';
    phase.rc = null;
    phase.device_suspend_failed = [[transition.device, transition.rc]];
    return 'refused';
  }
  const { bus, toClose } = transition;
  phase.close_counter_before = toClose.before;
  phase.close_counter = toClose.after;
  if (bus.kind === 'never-returns') {
    phase.bus = 'never_returns';
    phase.rc = null;
    phase.waiting_for = bus.waitingFor;
    return 'hangs';
  }
  phase.bus = 'returned';
  phase.rc = bus.rc;
  if (bus.eventWasSignalled) phase.suspend_event_already_signalled = true;
  return bus.rc === 0 ? 'suspended' : 'refused';
}

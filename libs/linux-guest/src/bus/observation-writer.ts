import { INVALID_RELID, type BusChannel, type OfferOrigin } from './bus-channel.js';
import type { BusConnection } from './bus-connection.js';
import type { BusLog, BusMessage, BusWarning, FixUp, OfferFate } from './bus-log.js';
import { emptyPhase } from './empty-phase.js';
import type { ObservedChannel, ObservedOffer, ObservedPhase, ObservedSubChannel } from './observation.js';
import type { Scenario } from './scenario.js';
import type { Timeline } from './timeline.js';

/** Writes what the bus reports into one phase after the other. */
export class ObservationWriter implements BusLog {
  phase: ObservedPhase = emptyPhase();
  /** When offers were asked for; from then on rows tell how long an offer took. */
  askedAtMs = 0;
  /** Set before the first suspend; from then on rows tell how many channels are still to be fixed up. */
  bus: BusConnection | undefined;
  readonly #scenario: Scenario;
  readonly #timeline: Timeline;

  constructor(scenario: Scenario, timeline: Timeline) {
    this.#scenario = scenario;
    this.#timeline = timeline;
  }

  begin(): ObservedPhase {
    this.phase = emptyPhase();
    return this.phase;
  }

  offer(origin: OfferOrigin, fate: OfferFate, channel?: BusChannel, fixUp?: FixUp): void {
    const { list, index } = origin;
    const { phase } = this;
    const row: ObservedOffer = {
      i: list === 'offers' || list === 'after_open' ? index : undefined,
      o: fate,
      c: channel?.number,
      of: fate === 'sub' ? channel?.primary?.number : undefined,
      chg: fixUp?.changed === true ? 1 : undefined,
      again: fixUp?.again === true ? 1 : undefined,
      n: this.bus?.era === 'A' && fate !== 'dropped' ? this.bus.toFixUp : undefined,
      op: list === 'op' ? index : undefined,
      t: list === 'offers' ? this.#delayMs() : undefined,
    };
    switch (list) {
      case 'offers':
      case 'op':
        (phase.offers ??= []).push(row);
        break;
      case 'after_open':
        (phase.after_open ??= []).push(row);
        break;
      case 'kvp_reoffer':
        (phase.kvp_reoffer ??= []).push(row);
    }
  }

  rescind(relid: number, fate: 'handled' | 'dropped'): void {
    (this.phase.rescinds ??= []).push([relid, fate]);
  }

  relidReleased(relid: number): void {
    (this.phase.released ??= []).push(unsigned(relid));
  }

  hvSockClosed(channel: BusChannel): void {
    (this.phase.hv_sock_closed ??= []).push(channel.number);
  }

  message(message: BusMessage): void {
    (this.phase.messages ??= []).push(message);
  }

  warning(warning: BusWarning): void {
    (this.phase.warnings ??= []).push(warning);
  }

  nameConflict({ primary, relid, offer }: BusChannel): void {
    const name = primary === undefined ? this.#scenario.devices[offer.device]![1] : String(unsigned(relid));
    (this.phase.name_conflicts ??= []).push(name);
  }

  #delayMs(): number | undefined {
    const delayMs = this.#timeline.nowMs - this.askedAtMs;
    return delayMs === 0 ? undefined : delayMs;
  }
}

/** The guest's list of channels, in its order. */
export function observedChannels(bus: BusConnection, scenario: Scenario): ObservedChannel[] {
  const rows: ObservedChannel[] = [];
  for (const channel of bus.channels) rows.push(observedChannel(channel, scenario));
  return rows;
}

function observedChannel(channel: BusChannel, { devices }: Scenario): ObservedChannel {
  const { device, offer, subChannels } = channel;
  const hasOtherClass = device !== undefined && device.classNumber !== offer.classNumber;
  return {
    c: channel.number,
    d: offer.device,
    r: relidOf(channel),
    k: offer.connectionId,
    f: flagsOf(channel),
    oc: hasOtherClass ? devices[device.device]![0] : undefined,
    i: offer.subChannelIndex === 0 ? undefined : offer.subChannelIndex,
    s: subChannels.length === 0 ? undefined : subChannels.map(observedSubChannel),
  };
}

function observedSubChannel(channel: BusChannel): ObservedSubChannel {
  return {
    c: channel.number,
    i: channel.offer.subChannelIndex,
    r: relidOf(channel),
    k: channel.offer.connectionId,
    f: flagsOf(channel),
  };
}

/** The bus keeps 0xffffffff as a signed number. */
function unsigned(relid: number): number {
  return relid >>> 0;
}

function relidOf({ relid }: BusChannel): number | null {
  return relid === INVALID_RELID ? null : relid;
}

/** The letters of every combination of flags, by the flags as bits, the first letter being the lowest. */
const LETTERS: readonly string[] = Array.from({ length: 32 }, (_, flags) =>
  [...'oxDBH'].filter((_letter, bit) => (flags & (1 << bit)) !== 0).join(''),
);

function flagsOf(channel: BusChannel): string {
  const { device } = channel;
  let flags = 0;
  if (channel.isOpen) flags |= 1;
  if (channel.isRescinded) flags |= 2;
  if (device !== undefined) flags |= device.driver === undefined ? 4 : 12;
  if (channel.isHvSock) flags |= 16;
  return LETTERS[flags]!;
}

import { INVALID_RELID, type BusChannel } from './bus-channel.js';
import type { BusConnection } from './bus-connection.js';
import type { BusLog, BusMessage, BusWarning, FixUp, OfferFate, OfferOrigin } from './bus-log.js';
import type { ObservedChannel, ObservedOffer, ObservedPhase, ObservedSubChannel } from './observation.js';
import type { Scenario } from './scenario.js';
import type { Timeline } from './timeline.js';

/** Writes what the bus reports into one phase after the other. */
export class ObservationWriter implements BusLog {
  phase: ObservedPhase = {};
  /** When offers were asked for; from then on rows tell how long an offer took. */
  askedAtMs = 0;
  /** Set before the first suspend; from then on rows tell how many channels are still to be fixed up. */
  bus: BusConnection | undefined;
  readonly #timeline: Timeline;

  constructor(timeline: Timeline) {
    this.#timeline = timeline;
  }

  begin(): ObservedPhase {
    this.phase = {};
    return this.phase;
  }

  offer({ list, index }: OfferOrigin, fate: OfferFate, channel?: BusChannel, fixUp?: FixUp): void {
    const row: ObservedOffer = { o: fate };
    if (list === 'op') row.op = index;
    else if (list !== 'kvp_reoffer') row.i = index;
    if (channel !== undefined) {
      row.c = channel.number;
      if (fate === 'sub') row.of = channel.primary!.number;
      if (fixUp?.changed === true) row.chg = 1;
      if (fixUp?.again === true) row.again = 1;
    }
    if (this.bus !== undefined && this.bus.era === 'A' && fate !== 'dropped') row.n = this.bus.toFixUp;
    if (list === 'offers' && this.#timeline.nowMs !== this.askedAtMs)
      row.t = this.#timeline.nowMs - this.askedAtMs;
    const key = list === 'op' ? 'offers' : list;
    (this.phase[key] ??= []).push(row);
  }

  rescind(relid: number, fate: 'handled' | 'dropped'): void {
    (this.phase.rescinds ??= []).push([relid, fate]);
  }

  relidReleased(relid: number): void {
    (this.phase.released ??= []).push(relid);
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
}

/** The guest's list of channels, in its order. */
export function observedChannels(bus: BusConnection, { devices }: Scenario): ObservedChannel[] {
  return bus.channels.map((channel) => {
    const { device, offer } = channel;
    const row: ObservedChannel = {
      c: channel.number,
      d: offer.device,
      r: relidOf(channel),
      k: offer.connectionId,
      f: flagsOf(channel),
    };
    if (device !== undefined && device.classNumber !== offer.classNumber) row.oc = devices[device.device]![0];
    if (offer.subChannelIndex !== 0) row.i = offer.subChannelIndex;
    if (channel.subChannels.length > 0) row.s = channel.subChannels.map(observedSubChannel);
    return row;
  });
}

/** The relid table, ascending. */
export function observedRelids(bus: BusConnection): [relid: number, channel: number][] {
  const rows: [number, number][] = [];
  for (const [relid, channel] of bus.relids) rows.push([relid, channel.number]);
  return rows.sort(([a], [b]) => a - b);
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

function relidOf(channel: BusChannel): number | null {
  return channel.relid === INVALID_RELID ? null : channel.relid;
}

function flagsOf(channel: BusChannel): string {
  const { device } = channel;
  return (
    (channel.isOpen ? 'o' : '') +
    (channel.isRescinded ? 'x' : '') +
    (device === undefined ? '' : 'D') +
    (device?.driver === undefined ? '' : 'B') +
    (channel.isHvSock ? 'H' : '')
  );
}

import { INVALID_RELID, type BusOffer, type OfferList } from './bus-channel.js';
import { removeAt, type HostMessage } from './bus-connection.js';
import type { BusHost } from './bus-host.js';
import { DeviceNumbers } from './device-numbers.js';
import { KVP_CLASS } from './scenario-drivers.js';
import {
  isRescindRow,
  type HostBehaviour,
  type OfferRow,
  type RescindRow,
  type Scenario,
} from './scenario.js';
import type { MessageSender, Timeline } from './timeline.js';

/**
 * The host of a scenario: offers what it is told to, rescinds a sub-channel as soon as the guest closes it (DEVICES-9)
 * and leaves primaries alone (DEVICES-10), unless its behaviour says otherwise; KVP is the exception of KVP-1.
 */
export class ScenarioHost implements BusHost, MessageSender {
  refusesVersion = false;
  offersOnRequest: readonly (OfferRow | RescindRow)[] = [];
  readonly #scenario: Scenario;
  readonly #timeline: Timeline;
  readonly #numbers: DeviceNumbers;
  /** What is offered and not rescinded. The last one counts, should two share a relid. */
  #offered: BusOffer[] = [];
  /** Relids of sub-channels that are not rescinded, or not at once, when they are closed. */
  #neverRescinded: readonly number[] = [];
  #lateRescinds: readonly (readonly [relid: number, ms: number])[] = [];
  #kvpOnClose: HostBehaviour['kvp_on_close'];
  /** The KVP device to offer again once this relid has been given back. */
  #reoffer: { readonly relid: number; readonly offer: OfferRow; readonly delayMs: number } | undefined;

  constructor(scenario: Scenario, timeline: Timeline) {
    this.#scenario = scenario;
    this.#timeline = timeline;
    timeline.sender = this;
    this.#numbers = new DeviceNumbers(scenario.devices);
  }

  /** How it behaves from now on, when the guest closes a channel. */
  behave({ no_rescind: never = [], late_rescind: late = [], kvp_on_close: kvp }: HostBehaviour = {}): void {
    this.#neverRescinded = never;
    this.#lateRescinds = late;
    this.#kvpOnClose = kvp;
  }

  acceptsVersion(): boolean {
    return !this.refusesVersion;
  }

  requestOffers(): void {
    this.#sendAll(this.offersOnRequest, 'offers');
  }

  /** Sends what comes once the drivers have opened their channels. */
  sendAfterOpen(rows: readonly OfferRow[]): void {
    this.#sendAll(rows, 'after_open');
  }

  /** Offers a device. `list` and `index`: where the scenario has the offer, for reports. */
  sendOffer(row: OfferRow, list: OfferList, index: number, delayMs: number): void {
    this.#timeline.send(this.#offerOf(row, list, index), delayMs);
  }

  sendRescind(relid: number, delayMs = 0): void {
    this.#timeline.send({ kind: 'rescind', relid }, delayMs);
  }

  /** A planned message counts from when it is sent: until then the host treats the channel as before. */
  sends(message: HostMessage): void {
    if (message.kind === 'offer') {
      this.#offered.push(message);
      return;
    }
    for (let at = this.#offered.length - 1; at >= 0; at--) {
      if (this.#offered[at]!.relid === message.relid) removeAt(this.#offered, at);
    }
  }

  channelClosed(relid: number): void {
    const offer = this.#offerUnder(relid);
    if (offer === undefined) return;
    if (offer.subChannelIndex !== 0) this.#subChannelClosed(relid);
    else if (this.#scenario.devices[offer.device]![0] === KVP_CLASS) this.#kvpClosed(relid);
  }

  relidReleased(relid: number): void {
    const reoffer = this.#reoffer;
    if (reoffer === undefined || reoffer.relid !== relid) return;
    this.#reoffer = undefined;
    this.sendOffer(reoffer.offer, 'kvp_reoffer', 0, reoffer.delayMs);
  }

  unload(): void {
    this.#timeline.forget();
    this.#offered = [];
    this.#reoffer = undefined;
  }

  #sendAll(rows: readonly (OfferRow | RescindRow)[], list: OfferList): void {
    for (let index = 0; index < rows.length; index++) {
      const row = rows[index]!;
      if (isRescindRow(row)) this.sendRescind(row[1], row[2]);
      else this.sendOffer(row, list, index, row[9]);
    }
  }

  #offerUnder(relid: number): BusOffer | undefined {
    for (let at = this.#offered.length - 1; at >= 0; at--) {
      if (this.#offered[at]!.relid === relid) return this.#offered[at];
    }
    return undefined;
  }

  #subChannelClosed(relid: number): void {
    if (this.#neverRescinded.includes(relid)) return;
    const late = this.#lateRescinds.find((entry) => entry[0] === relid);
    this.sendRescind(relid, late === undefined ? 0 : late[1]);
  }

  #kvpClosed(relid: number): void {
    const anomaly = this.#kvpOnClose;
    if (anomaly === undefined) return;
    this.sendRescind(relid);
    if (anomaly.mode === 'rescind' || anomaly.offer === undefined) return;
    const delayMs = anomaly.delay_ms ?? 0;
    // "With the rescind" means both at once: there is nothing that a delay could follow.
    if (anomaly.when === 'with_rescind') this.sendOffer(anomaly.offer, 'kvp_reoffer', 0, 0);
    else this.#reoffer = { relid, offer: anomaly.offer, delayMs };
  }

  #offerOf(row: OfferRow, list: OfferList, index: number): BusOffer {
    const device = row[0];
    return {
      kind: 'offer',
      list,
      index,
      device,
      classNumber: this.#numbers.ofClass[device]!,
      instanceNumber: this.#numbers.ofInstance[device]!,
      relid: row[1] === NO_RELID ? INVALID_RELID : row[1],
      subChannelIndex: row[2],
      flags: row[3],
      dedicatedInterrupt: row[4],
      connectionId: row[5],
      monitorId: row[6],
      monitorAllocated: row[7],
      mmioMegabytes: row[8],
    };
  }
}

/** How a scenario writes `INVALID_RELID`. */
const NO_RELID = 0xffff_ffff;

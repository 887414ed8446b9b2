import type { BusOffer } from './bus-channel.js';
import type { BusHost } from './bus-host.js';
import type { OfferOrigin } from './bus-log.js';
import { KVP_CLASS } from './scenario-drivers.js';
import {
  isRescindRow,
  type HostBehaviour,
  type OfferRow,
  type RescindRow,
  type Scenario,
} from './scenario.js';
import type { Timeline } from './timeline.js';

/**
 * The host of a scenario: offers what it is told to, rescinds a sub-channel as soon as the guest closes it (DEVICES-9)
 * and leaves primaries alone (DEVICES-10), unless its behaviour says otherwise; KVP is the exception of KVP-1.
 */
export class ScenarioHost implements BusHost {
  behaviour: HostBehaviour | undefined;
  refusesVersion = false;
  offersOnRequest: readonly (OfferRow | RescindRow)[] = [];
  readonly #scenario: Scenario;
  readonly #timeline: Timeline;
  readonly #instanceNumbers: readonly number[];
  readonly #classNumbers: readonly number[];
  /** What is offered under each relid, and not rescinded: the last offer counts, should two share a relid. */
  readonly #offered = new Map<number, OfferRow>();
  /** The KVP device to offer again once this relid has been given back. */
  #reoffer: { readonly relid: number; readonly offer: OfferRow; readonly delayMs: number } | undefined;

  constructor(scenario: Scenario, timeline: Timeline) {
    this.#scenario = scenario;
    this.#timeline = timeline;
    this.#instanceNumbers = numbered(scenario.devices.map(([, instanceGuid]) => instanceGuid));
    this.#classNumbers = numbered(scenario.devices.map(([deviceClass]) => deviceClass));
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

  sendOffer(row: OfferRow, origin: OfferOrigin, delayMs: number): void {
    this.#offered.set(row[1], row);
    this.#timeline.send({ kind: 'offer', offer: this.#offerOf(row), origin }, delayMs);
  }

  sendRescind(relid: number, delayMs = 0): void {
    this.#offered.delete(relid);
    this.#timeline.send({ kind: 'rescind', relid }, delayMs);
  }

  channelClosed(relid: number): void {
    const row = this.#offered.get(relid);
    if (row === undefined) return;
    if (row[2] !== 0) this.#subChannelClosed(relid);
    else if (this.#scenario.devices[row[0]]![0] === KVP_CLASS) this.#kvpClosed(relid);
  }

  relidReleased(relid: number): void {
    const reoffer = this.#reoffer;
    if (reoffer === undefined || reoffer.relid !== relid) return;
    this.#reoffer = undefined;
    this.sendOffer(reoffer.offer, KVP_REOFFER, reoffer.delayMs);
  }

  unload(): void {
    this.#timeline.forget();
    this.#offered.clear();
    this.#reoffer = undefined;
  }

  #sendAll(rows: readonly (OfferRow | RescindRow)[], list: 'offers' | 'after_open'): void {
    for (let index = 0; index < rows.length; index++) {
      const row = rows[index]!;
      if (isRescindRow(row)) this.sendRescind(row[1], row[2]);
      else this.sendOffer(row, { list, index }, row[9]);
    }
  }

  #subChannelClosed(relid: number): void {
    if (this.behaviour?.no_rescind?.includes(relid) === true) return;
    const late = this.behaviour?.late_rescind?.find(([lateRelid]) => lateRelid === relid);
    this.sendRescind(relid, late?.[1] ?? 0);
  }

  #kvpClosed(relid: number): void {
    const anomaly = this.behaviour?.kvp_on_close;
    if (anomaly === undefined) return;
    this.sendRescind(relid);
    if (anomaly.mode === 'rescind' || anomaly.offer === undefined) return;
    const delayMs = anomaly.delay_ms ?? 0;
    if (anomaly.when === 'with_rescind') this.sendOffer(anomaly.offer, KVP_REOFFER, delayMs);
    else this.#reoffer = { relid, offer: anomaly.offer, delayMs };
  }

  #offerOf(row: OfferRow): BusOffer {
    const device = row[0];
    return {
      device,
      classNumber: this.#classNumbers[device]!,
      instanceNumber: this.#instanceNumbers[device]!,
      relid: row[1],
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

const KVP_REOFFER: OfferOrigin = { list: 'kvp_reoffer', index: 0 };

/** Each text's number: equal texts, equal numbers. */
function numbered(texts: readonly string[]): number[] {
  const numbers = new Map<string, number>();
  return texts.map((text) => {
    const known = numbers.get(text);
    if (known !== undefined) return known;
    numbers.set(text, numbers.size);
    return numbers.size - 1;
  });
}

import type { RuleId } from '#libs/kernel-rules';
import { isHvSockOffer, type Guid, type Offer } from '#libs/vmbus';
import {
  matchCounts,
  matchOffersCore,
  matchTables,
  UNMATCHED,
  UNMATCHED_OFFER_WAIT_MS,
  type VmbusEra,
} from './match-core.js';

/** One device of the image, of the new VM, or of both, after a resume. */
export interface MatchRow {
  /** `nic 0`: the slot in the image, or in the new VM for a new device. */
  readonly slot: string;
  /** `late`: matched only when the guest had stopped waiting and its driver had failed (R42). */
  readonly outcome: 'matched' | 'unmatched' | 'late' | 'new';
  /** Why, in one sentence. */
  readonly reason: string;
  readonly rule: RuleId;
  /** Class that the image holds, or the offered one for a new device. */
  readonly classGuid: Guid;
  /** Instance GUID the image holds; absent for a new device. */
  readonly imageInstanceGuid?: Guid;
  /** Instance GUID that the new VM offered; absent for an unmatched device. */
  readonly offeredInstanceGuid?: Guid;
  readonly relidBefore?: number;
  readonly relidAfter?: number;
  /** Position in the host's list of the (last) offer behind this row; absent for an unmatched device. */
  readonly offerIndex?: number;
  /** Fields of the offer, besides the relid, that differ from what the image held; they are adopted silently (R50). */
  readonly changedFields?: readonly OfferField[];
}

/** How offers of the new VM met the channels of the image (DEVICES-2 to DEVICES-7). */
export interface MatchReport {
  /** First the image's channels in their order, row for channel; then the new devices in order of offer. */
  readonly rows: readonly MatchRow[];
  /** In time, before the bus resume returned. */
  readonly matched: number;
  readonly late: number;
  /** Never offered. */
  readonly unmatched: number;
  readonly added: number;
  /** How long bus resume waited, ms of emulated time (DEVICES-5; R40). */
  readonly waitMs: number;
  readonly timedOut: boolean;
  /** Era A's count of channels still to be fixed up at the end (R46); 0 in era B. Negative after repeated offers. */
  readonly outstanding: number;
}

/** A primary channel that the image holds. */
export interface ImageChannel {
  readonly slot: string;
  /** The offer as the image stores it; its relid is the one of the connection before hibernation. */
  readonly offer: Offer;
}

/** An offer of the new VM. `atMs`: after the request for offers; absent: at once. */
export interface ArrivingOffer {
  readonly slot: string;
  readonly offer: Offer;
  readonly atMs?: number;
}

export interface MatchReportInput {
  readonly era: VmbusEra;
  readonly channels: readonly ImageChannel[];
  /** In order of arrival. Throws `RangeError` when times go backwards. */
  readonly offers: readonly ArrivingOffer[];
  /** When the host says that all offers are delivered, ms; absent: with the offers of time 0. Era B only. */
  readonly allOffersDeliveredMs?: number;
}

const COMPARED_FIELDS = [
  'classGuid',
  'flags',
  'dedicatedInterrupt',
  'connectionId',
  'monitorId',
  'monitorAllocated',
  'mmioMegabytes',
] as const satisfies readonly (keyof Offer)[];
export type OfferField = (typeof COMPARED_FIELDS)[number];

/** Matches offers to the image's channels and tells, device by device, what came of it and why. */
export function matchReport(input: MatchReportInput): MatchReport {
  const { channels, offers, era } = input;
  const instances = new InstanceNumbers();
  const coreInput = {
    channelCount: channels.length,
    channelInstances: Uint32Array.from(channels, ({ offer }) => instances.of(offer.instanceGuid)),
    channelIsHvSock: Uint8Array.from(channels, ({ offer }) => (isHvSockOffer(offer) ? 1 : 0)),
    offerCount: offers.length,
    offerInstances: Uint32Array.from(offers, ({ offer }) => instances.of(offer.instanceGuid)),
    offerSubChannelIndexes: Uint16Array.from(offers, ({ offer }) => offer.subChannelIndex),
    offerArrivalMs: arrivalTimes(offers),
    instanceCount: instances.count,
  };
  const tables = matchTables(channels.length, offers.length, instances.count);
  const counts = matchCounts();
  matchOffersCore(coreInput, era, input.allOffersDeliveredMs ?? 0, tables, counts);
  const imageRows = channels.map((channel, index) => {
    const offerIndex = tables.offerOfChannel[index]!;
    if (offerIndex === UNMATCHED) return unmatchedRow(channel, offers, era);
    const row = matchedRow(channel, offers[offerIndex]!, offerIndex);
    return firstArrivalMs(channel, offers) > counts.waitMs ? lateRow(row, counts.waitMs) : row;
  });
  const late = imageRows.filter(({ outcome }) => outcome === 'late').length;
  const newRows = Array.from(tables.newChannelOffers.subarray(0, counts.added), (offerIndex) =>
    newRow(offers[offerIndex]!, offerIndex),
  );
  const { unmatched, added, waitMs, timedOut, outstanding } = counts;
  const matched = counts.matched - late;
  return { rows: [...imageRows, ...newRows], matched, late, unmatched, added, waitMs, timedOut, outstanding };
}

/** When the first primary offer with this channel's instance GUID arrives, ms. There is one: the channel is matched. */
function firstArrivalMs({ offer: held }: ImageChannel, offers: readonly ArrivingOffer[]): number {
  const first = offers.find(
    ({ offer }) => offer.subChannelIndex === 0 && offer.instanceGuid === held.instanceGuid,
  );
  return first?.atMs ?? 0;
}

function lateRow(row: MatchRow, waitMs: number): MatchRow {
  return {
    ...row,
    outcome: 'late',
    rule: 'R42',
    reason: `the new VM offers the same instance GUID, but only after the guest had gone on at ${waitMs} ms`,
  };
}

function matchedRow(
  { slot, offer: held }: ImageChannel,
  { offer }: ArrivingOffer,
  offerIndex: number,
): MatchRow {
  const changedFields = COMPARED_FIELDS.filter((field) => held[field] !== offer[field]);
  const sameClass = held.classGuid === offer.classGuid;
  const relidText =
    held.relid === offer.relid ? `keeps relid ${offer.relid}` : `relid ${held.relid} becomes ${offer.relid}`;
  return {
    slot,
    outcome: 'matched',
    reason: sameClass
      ? `the new VM offers the same instance GUID; ${relidText}`
      : `the new VM offers this instance GUID under class ${offer.classGuid}; only the instance is compared`,
    rule: sameClass ? (held.relid === offer.relid ? 'DEVICES-2' : 'DEVICES-7') : 'R51',
    classGuid: held.classGuid,
    imageInstanceGuid: held.instanceGuid,
    offeredInstanceGuid: offer.instanceGuid,
    relidBefore: held.relid,
    relidAfter: offer.relid,
    offerIndex,
    changedFields,
  };
}

function unmatchedRow(
  { slot, offer }: ImageChannel,
  offers: readonly ArrivingOffer[],
  era: VmbusEra,
): MatchRow {
  const stranger = offers.find((arriving) => arriving.slot === slot && arriving.offer.subChannelIndex === 0);
  const because =
    stranger === undefined
      ? 'the new VM offers no such device'
      : `the new VM gave ${slot} the instance GUID ${stranger.offer.instanceGuid}`;
  const waited =
    era === 'A'
      ? `the guest waits up to ${UNMATCHED_OFFER_WAIT_MS / 1000} s for it, then goes on`
      : 'the guest logs it and goes on without waiting for it';
  return {
    slot,
    outcome: 'unmatched',
    reason: `${because}; ${waited}`,
    rule: era === 'A' ? 'DEVICES-5' : 'R40',
    classGuid: offer.classGuid,
    imageInstanceGuid: offer.instanceGuid,
    relidBefore: offer.relid,
  };
}

function newRow({ slot, offer }: ArrivingOffer, offerIndex: number): MatchRow {
  return {
    slot,
    outcome: 'new',
    reason: 'the image holds no channel with this instance GUID; it is handled as a newly added device',
    rule: 'DEVICES-4',
    classGuid: offer.classGuid,
    offeredInstanceGuid: offer.instanceGuid,
    relidAfter: offer.relid,
    offerIndex,
  };
}

function arrivalTimes(offers: readonly ArrivingOffer[]): Uint32Array {
  const times = Uint32Array.from(offers, ({ atMs }) => atMs ?? 0);
  for (let i = 1; i < times.length; i++) {
    if (times[i]! < times[i - 1]!) {
      throw new RangeError(`offer ${i} arrives at ${times[i]} ms, before the one listed ahead of it`);
    }
  }
  return times;
}

/** Numbers GUIDs densely from 0, in order of first sight. */
class InstanceNumbers {
  readonly #numbers = new Map<Guid, number>();

  get count(): number {
    return this.#numbers.size;
  }

  of(instanceGuid: Guid): number {
    const known = this.#numbers.get(instanceGuid);
    if (known !== undefined) return known;
    this.#numbers.set(instanceGuid, this.#numbers.size);
    return this.#numbers.size - 1;
  }
}

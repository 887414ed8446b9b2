/**
 * How a resuming guest's bus driver meets the offers of the VM it woke up in, over integers alone.
 *
 * What it models: the offer handler's look-up (R49: the instance GUID decides, the class does not; it runs for every
 * primary offer, so a repeated offer meets its own channel), the count of channels still to be fixed up (R50: every
 * matched offer lowers it, repeats too) and the wait of the bus resume (R40). What it leaves out: rescinds,
 * sub-channels beyond leaving them aside, names, and what becomes of the devices.
 *
 * The caller numbers instance GUIDs densely from 0; equal numbers mean equal GUIDs. Buffers are the caller's, so that
 * a fleet of VMs runs through one set of them without allocation.
 */

/** `A`: per-channel count and 10 s wait (up to 6.13.3). `B`: wait for "all offers delivered" (6.14, 6.13.4). R40. */
export type VmbusEra = 'A' | 'B';

/** How long a resume of era A waits for channels that nobody re-offered. Unit: ms. Source: DEVICES-5, R40. */
export const UNMATCHED_OFFER_WAIT_MS = 10_000;

/** Longest wait of era B for the host's "all offers delivered". Unit: ms. Source: R40, `vmbus_request_offers`. */
export const ALL_OFFERS_WAIT_MS = 60_000;

/** In `MatchTables.channelOfOffer`: the offer is a sub-channel's and takes no part. */
export const NOT_PRIMARY = -1;

/** In `MatchTables.offerOfChannel`: nobody offered this channel. */
export const UNMATCHED = -1;

/** Channels of the image and offers of the new VM, each in its list order. */
export interface MatchInput {
  readonly channelCount: number;
  /** Instance number per image channel. */
  readonly channelInstances: Uint32Array;
  /** 1 for an hv_sock channel: it may match, but is neither counted nor waited for (R47). */
  readonly channelIsHvSock: Uint8Array;
  readonly offerCount: number;
  /** Instance number per offer. */
  readonly offerInstances: Uint32Array;
  /** Sub-channel index per offer; anything but 0 is no primary and never matches (R49). */
  readonly offerSubChannelIndexes: Uint16Array;
  /** Arrival after the request for offers, ms, never falling. */
  readonly offerArrivalMs: Uint32Array;
  /** One more than the largest instance number. */
  readonly instanceCount: number;
}

/**
 * Where the core writes. `channelOfOffer`: image channel of each offer, or `channelCount + k` for the k-th new one.
 * `offerOfChannel`: the last offer that met the image channel. `newChannelOffers`: offers that created a channel.
 */
export interface MatchTables {
  readonly channelOfOffer: Int32Array;
  readonly offerOfChannel: Int32Array;
  readonly newChannelOffers: Int32Array;
  /** Scratch, one entry per instance number: first channel with it, plus 1. */
  readonly firstChannelOfInstance: Int32Array;
}

/** The numbers of one resume; a mutable record so that it can be used again. */
export interface MatchCounts {
  /** Image channels that an offer met, hv_sock left out. */
  matched: number;
  /** Image channels without an offer at the very end, hv_sock left out. */
  unmatched: number;
  /** The same when the bus resume returned: late offers have not come yet (R42). */
  unmatchedAtReturn: number;
  /** Channels created by offers that met none. */
  added: number;
  /** Era A: channels to be fixed up when the bus resume returned, and at the end; may be negative (R50). Else 0. */
  outstandingAtReturn: number;
  outstanding: number;
  /** How long the bus resume waited, ms. */
  waitMs: number;
  timedOut: boolean;
}

export function matchCounts(): MatchCounts {
  return {
    matched: 0,
    unmatched: 0,
    unmatchedAtReturn: 0,
    added: 0,
    outstandingAtReturn: 0,
    outstanding: 0,
    waitMs: 0,
    timedOut: false,
  };
}

/** Buffers for up to this many channels, offers and instance numbers. */
export function matchTables(channels: number, offers: number, instances: number): MatchTables {
  return {
    channelOfOffer: new Int32Array(offers),
    offerOfChannel: new Int32Array(channels),
    newChannelOffers: new Int32Array(offers),
    firstChannelOfInstance: new Int32Array(instances),
  };
}

/**
 * Runs the offers past the image's channels. `allOffersDeliveredMs`: when the host says so, `Infinity` for never;
 * only era B listens to it.
 */
export function matchOffersCore(
  input: MatchInput,
  era: VmbusEra,
  allOffersDeliveredMs: number,
  tables: MatchTables,
  counts: MatchCounts,
): void {
  const { channelCount, offerCount, offerInstances, offerSubChannelIndexes, offerArrivalMs } = input;
  const { channelOfOffer, offerOfChannel, newChannelOffers, firstChannelOfInstance } = tables;
  const toFixUp = indexChannels(input, tables);
  let outstanding = toFixUp;
  let unmatched = toFixUp;
  let added = 0;
  // The event that ends the wait of era A fires when the count reaches 0, not when it starts there or passes below.
  let waitMs = era === 'A' ? UNMATCHED_OFFER_WAIT_MS : Math.min(allOffersDeliveredMs, ALL_OFFERS_WAIT_MS);
  let timedOut = era === 'A' || allOffersDeliveredMs > ALL_OFFERS_WAIT_MS;
  let hasReturned = false;
  counts.outstandingAtReturn = outstanding;
  counts.unmatchedAtReturn = unmatched;
  for (let offer = 0; offer < offerCount; offer++) {
    if (offerSubChannelIndexes[offer] !== 0) {
      channelOfOffer[offer] = NOT_PRIMARY;
      continue;
    }
    // Everything due at the millisecond in which the wait runs out is still handled before it does.
    if (!hasReturned && offerArrivalMs[offer]! > waitMs) hasReturned = true;
    const instance = offerInstances[offer]!;
    const found = firstChannelOfInstance[instance]! - 1;
    if (found === -1) {
      channelOfOffer[offer] = channelCount + added;
      firstChannelOfInstance[instance] = channelCount + added + 1;
      newChannelOffers[added++] = offer;
      continue;
    }
    channelOfOffer[offer] = found;
    if (found < channelCount) {
      if (offerOfChannel[found] === UNMATCHED && input.channelIsHvSock[found] === 0) unmatched--;
      offerOfChannel[found] = offer;
    }
    outstanding--;
    if (era === 'A' && outstanding === 0 && !hasReturned && timedOut) {
      waitMs = offerArrivalMs[offer]!;
      timedOut = false;
    }
    if (!hasReturned) {
      counts.outstandingAtReturn = outstanding;
      counts.unmatchedAtReturn = unmatched;
    }
  }
  counts.matched = toFixUp - unmatched;
  counts.unmatched = unmatched;
  counts.added = added;
  counts.outstanding = era === 'A' ? outstanding : 0;
  if (era === 'B') counts.outstandingAtReturn = 0;
  counts.waitMs = waitMs;
  counts.timedOut = timedOut;
}

/** Fills the look-up (the first channel of an instance wins, R49); returns how many channels are to be fixed up. */
function indexChannels(input: MatchInput, tables: MatchTables): number {
  const { channelCount, channelInstances, channelIsHvSock } = input;
  const { firstChannelOfInstance, offerOfChannel } = tables;
  firstChannelOfInstance.fill(0, 0, input.instanceCount);
  let toFixUp = 0;
  for (let channel = 0; channel < channelCount; channel++) {
    offerOfChannel[channel] = UNMATCHED;
    const instance = channelInstances[channel]!;
    if (firstChannelOfInstance[instance] === 0) firstChannelOfInstance[instance] = channel + 1;
    if (channelIsHvSock[channel] === 0) toFixUp++;
  }
  return toFixUp;
}

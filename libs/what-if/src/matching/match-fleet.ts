import { GUID_WORDS, HV_SOCK_CLASS, twinsIn, type FleetDevices } from './fleet-devices.js';

/*
 * The look-up of `resume-matching` over a whole fleet: every device is compared, none is grouped. Most machines offer
 * their devices in the order in which the image holds them, so each search begins where the last one ended; but the
 * first channel of a GUID wins (R49), so images in which one occurs twice are searched from the front.
 * What is left out: arrival times, that is, all offers come at once.
 */

/** Numbers per VM, as `MatchCounts` has them. */
export interface FleetMatch {
  /** Channels of the image that an offer met, and those that none did; sockets left out (R47). */
  readonly matched: Uint16Array;
  readonly unmatched: Uint16Array;
  /** Channels made by offers that met none. */
  readonly added: Uint16Array;
  /** Offers that met a channel of another class (R51). */
  readonly ofAnotherClass: Uint16Array;
  /** Era A: channels still to be fixed up (R46, R50); negative after repeated offers. Else 0. */
  readonly outstanding: Int16Array;
  /** Era A: 1 where the resume waits in vain for the rest (DEVICES-5). Else 0. */
  readonly timedOut: Uint8Array;
}

export function fleetMatch(vms: number): FleetMatch {
  return {
    matched: new Uint16Array(vms),
    unmatched: new Uint16Array(vms),
    added: new Uint16Array(vms),
    ofAnotherClass: new Uint16Array(vms),
    outstanding: new Int16Array(vms),
    timedOut: new Uint8Array(vms),
  };
}

/** What the search through one VM needs again at the next: allocated once. */
export interface MatchScratch {
  /** 1 for each VM with two channels of one GUID, as `twinsIn` finds. */
  readonly twins: Uint8Array;
  /** 1 for a channel that an offer has met, by position in the image of the VM. */
  readonly isMet: Uint8Array;
  /** First words of the offers that made channels. */
  readonly newOffers: Uint32Array;
}

/** `twins`: where they are known already. */
export function matchScratch(devices: FleetDevices, twins: Uint8Array = twinsIn(devices)): MatchScratch {
  const { vms, image, offered } = devices;
  return {
    twins,
    isMet: new Uint8Array(longest(image.offsets, vms)),
    newOffers: new Uint32Array(longest(offered.offsets, vms)),
  };
}

/** Compares what is offered to VMs `from` to `to` with what their images hold, into the entries of those VMs. */
export function matchFleet(
  devices: FleetDevices,
  scratch: MatchScratch,
  match: FleetMatch,
  { from = 0, to = devices.vms }: { readonly from?: number; readonly to?: number } = {},
): void {
  for (let vm = from; vm < to; vm++) matchVm(devices, scratch, match, vm, vm);
}

/** One VM, into entry `row`. */
export function matchVm(
  { image, offered, isEraB }: FleetDevices,
  { twins, isMet, newOffers }: MatchScratch,
  match: FleetMatch,
  vm: number,
  row: number,
): void {
  const { guids, classes } = image;
  const { guids: offers, classes: offerClasses } = offered;
  const imageFrom = image.offsets[vm]! * GUID_WORDS;
  const imageTo = image.offsets[vm + 1]! * GUID_WORDS;
  const offersTo = offered.offsets[vm + 1]! * GUID_WORDS;
  isMet.fill(0, 0, (imageTo - imageFrom) >>> 2);
  const toFixUp = countedIn(classes, imageFrom >>> 2, imageTo >>> 2);
  let outstanding = toFixUp;
  let timedOut = 1;
  let unmatched = toFixUp;
  let added = 0;
  let ofAnotherClass = 0;
  let hint = imageFrom;
  for (let offer = offered.offsets[vm]! * GUID_WORDS; offer < offersTo; offer += GUID_WORDS) {
    const first = offers[offer]!;
    const second = offers[offer + 1]!;
    const third = offers[offer + 2]!;
    const fourth = offers[offer + 3]!;
    let left = imageTo - imageFrom;
    let at = twins[vm] === 0 ? hint : imageFrom;
    while (
      left > 0 &&
      (guids[at] !== first || guids[at + 1] !== second || guids[at + 2] !== third || guids[at + 3] !== fourth)
    ) {
      left -= GUID_WORDS;
      at += GUID_WORDS;
      if (at === imageTo) at = imageFrom;
    }
    if (left === 0) {
      // A repeated offer meets the channel that the first one made (R52).
      if (isAmong(newOffers, added, offers, offer)) {
        if (--outstanding === 0) timedOut = 0;
      } else newOffers[added++] = offer;
      continue;
    }
    const channel = at >>> 2;
    if (classes[channel] !== offerClasses[offer >>> 2]) ofAnotherClass++;
    const position = (at - imageFrom) >>> 2;
    if (isMet[position] === 0) {
      isMet[position] = 1;
      if (classes[channel] !== HV_SOCK_CLASS) unmatched--;
    }
    if (--outstanding === 0) timedOut = 0;
    hint = at + GUID_WORDS === imageTo ? imageFrom : at + GUID_WORDS;
  }
  const isB = isEraB[vm] !== 0;
  match.matched[row] = toFixUp - unmatched;
  match.unmatched[row] = unmatched;
  match.added[row] = added;
  match.ofAnotherClass[row] = ofAnotherClass;
  match.outstanding[row] = isB ? 0 : outstanding;
  match.timedOut[row] = isB ? 0 : timedOut;
}

/** Channels that a resume counts: not those of sockets (R47). */
function countedIn(classes: Uint8Array, from: number, to: number): number {
  let counted = 0;
  for (let channel = from; channel < to; channel++) {
    if (classes[channel] !== HV_SOCK_CLASS) counted++;
  }
  return counted;
}

function isAmong(newOffers: Uint32Array, added: number, offers: Uint32Array, offer: number): boolean {
  for (let at = 0; at < added; at++) {
    const earlier = newOffers[at]!;
    if (
      offers[earlier] === offers[offer] &&
      offers[earlier + 1] === offers[offer + 1] &&
      offers[earlier + 2] === offers[offer + 2] &&
      offers[earlier + 3] === offers[offer + 3]
    ) {
      return true;
    }
  }
  return false;
}

function longest(offsets: Uint32Array, vms: number): number {
  let most = 0;
  for (let vm = 0; vm < vms; vm++) most = Math.max(most, offsets[vm + 1]! - offsets[vm]!);
  return most;
}

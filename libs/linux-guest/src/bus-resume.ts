import { matchReport, type ArrivingOffer, type MatchReport } from '#libs/resume-matching';
import { hostOffers, type Offer, type VirtualDevice } from '#libs/vmbus';
import { deviceOf, newChannel, nextChannelId, slotOf } from './channel-changes.js';
import { ERRNO } from './errno.js';
import { isStaged, isStagedFor } from './faults/fault.js';
import type { GuestChannel, RunningGuest } from './guest-state.js';
import type { VirtualHardware } from './hardware.js';
import type { KernelLog } from './kernel-log.js';

/** Result of resuming the bus: the same function for thaw and restore (DEVICES-13). */
export type BusResume =
  | {
      readonly kind: 'resumed';
      readonly guest: RunningGuest;
      readonly report: MatchReport;
      /** Offers that come after the bus has returned: they meet their channels, but no driver waits for them (R42). */
      readonly lateOffers: readonly Offer[];
    }
  | {
      /** R14: the host refuses the protocol version that the guest insists on; nothing is offered (R44). */
      readonly kind: 'refused';
      readonly guest: RunningGuest;
      readonly report: MatchReport;
      readonly errno: number;
      readonly symptom: string;
    };

/** What the host has to offer: offers in order of arrival, the devices behind them, the protocol versions it speaks. */
export interface BusResumeHost {
  readonly offers: readonly { readonly offer: Offer; readonly atMs?: number }[];
  readonly devices: readonly VirtualDevice[];
  readonly vmbusVersions: readonly string[];
  /** When it says that all offers are out, ms; `Infinity` for never; absent: with the first ones. */
  readonly allOffersDeliveredMs?: number;
}

/** How long a device that is staged to be late lets the guest wait, ms. */
const LATE_OFFER_MS = 2_000;

/** A machine's answer to the request for offers, with what is staged to go wrong with it. */
export function busResumeHost(
  { firstRelid, vmbusVersions, faults }: VirtualHardware,
  devices: readonly VirtualDevice[],
  withVfs: boolean,
): BusResumeHost {
  const offers = hostOffers(devices, { firstRelid, withVfs }).map((offer) => {
    const slot = slotOf(offer, devices);
    return {
      offer: isStagedFor(faults, 'offer-changed', slot) ? otherwise(offer) : offer,
      atMs: isStagedFor(faults, 'device-offered-late', slot) ? LATE_OFFER_MS : 0,
    };
  });
  return {
    offers: offers.sort((a, b) => a.atMs - b.atMs),
    devices,
    vmbusVersions,
    ...(isStaged(faults, 'all-offers-not-delivered') ? { allOffersDeliveredMs: Infinity } : {}),
  };
}

/**
 * Re-establishes the connection with the protocol version it had (R14), asks for offers, and lets the matcher decide:
 * matched channels take over the new offer, relid included (DEVICES-7, R50), others stay without a relid, offers that
 * met no channel become new devices (DEVICES-4). Source: `vmbus_bus_resume`, `vmbus_onoffer`.
 */
export function resumeBus(guest: RunningGuest, host: BusResumeHost, log: KernelLog): BusResume {
  const channels = guest.channels.map(({ slot, offer }) => ({ slot, offer }));
  const open = { ...guest, ignoresOffers: false };
  if (!host.vmbusVersions.includes(guest.protocolVersion)) return refused(open, channels);
  const offers = host.offers.map((arriving) => ({ ...arriving, slot: slotOf(arriving.offer, host.devices) }));
  const { allOffersDeliveredMs = 0 } = host;
  const report = matchReport({ era: guest.era, channels, offers, allOffersDeliveredMs });
  log.pass(report.waitMs);
  logWait(guest, report, log);
  const kept = guest.channels.map((channel, index) => adopt(channel, offers, report, index));
  const firstNewId = nextChannelId(kept);
  const added = report.rows.slice(kept.length).map((row, at) => {
    const { offer } = offers[row.offerIndex!]!;
    return newChannel(firstNewId + at, offer, deviceOf(offer, host.devices));
  });
  return {
    kind: 'resumed',
    report,
    lateOffers: report.rows.flatMap(({ outcome, offerIndex }) =>
      outcome === 'late' ? [offers[offerIndex!]!.offer] : [],
    ),
    guest: {
      ...open,
      channels: [...kept, ...added],
      isConnected: true,
      channelsMissingAfterResume:
        guest.era === 'A' ? report.outstanding + report.late : report.unmatched + report.late,
    },
  };
}

/** R42: offers that nobody waited for give their channels relids and lower the count, but resume no driver again. */
export function takeLateOffers(guest: RunningGuest, lateOffers: readonly Offer[]): RunningGuest {
  if (lateOffers.length === 0) return guest;
  const channels = guest.channels.map((channel) => {
    const offer = lateOffers.find(({ instanceGuid }) => instanceGuid === channel.offer.instanceGuid);
    return offer === undefined ? channel : { ...channel, offer, relid: offer.relid };
  });
  return {
    ...guest,
    channels,
    channelsMissingAfterResume: guest.channelsMissingAfterResume - lateOffers.length,
  };
}

function refused(
  guest: RunningGuest,
  channels: readonly { readonly slot: string; readonly offer: Offer }[],
): BusResume {
  const report = matchReport({ era: guest.era, channels, offers: [] });
  const symptom = `the host does not speak VMBus protocol ${guest.protocolVersion}, the only one that the guest tries`;
  // The bus resume fails before it waits for anything.
  return {
    kind: 'refused',
    report: { ...report, waitMs: 0, timedOut: false },
    guest,
    errno: ERRNO.ECONNREFUSED,
    symptom,
  };
}

/** Era A says once that something is missing; era B names every channel (R40). */
function logWait(guest: RunningGuest, report: MatchReport, log: KernelLog): void {
  if (guest.era === 'A') {
    if (report.timedOut) log.error('hv_vmbus: Some vmbus device is missing after suspending?');
    return;
  }
  if (report.timedOut) log.warning('hv_vmbus: timed out waiting for all boot-time offers');
  for (const { outcome, classGuid, imageInstanceGuid } of report.rows) {
    if (outcome !== 'unmatched' && outcome !== 'late') continue;
    log.error(`hv_vmbus: channel ${classGuid}/${imageInstanceGuid} not present after resume.`);
  }
}

function adopt(
  channel: GuestChannel,
  offers: readonly ArrivingOffer[],
  report: MatchReport,
  index: number,
): GuestChannel {
  const { offerIndex, outcome } = report.rows[index]!;
  if (offerIndex === undefined || outcome === 'late') return channel;
  const { offer } = offers[offerIndex]!;
  return { ...channel, offer, relid: offer.relid };
}

/** The same channel with other values in fields that nobody matches on (R50). */
function otherwise(offer: Offer): Offer {
  return {
    ...offer,
    connectionId: offer.connectionId ^ 0x10000,
    dedicatedInterrupt: !offer.dedicatedInterrupt,
    monitorId: offer.monitorId ^ 0x20,
  };
}

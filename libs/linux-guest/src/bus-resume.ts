import { matchReport, type MatchReport } from '#libs/resume-matching';
import type { Offer, VirtualDevice } from '#libs/vmbus';
import { deviceOf, newChannel, nextChannelId, slotOf } from './channel-changes.js';
import { ERRNO } from './errno.js';
import type { GuestChannel, RunningGuest } from './guest-state.js';

/** Result of resuming the bus: the same function for thaw and restore (DEVICES-13). */
export type BusResume =
  | { readonly kind: 'resumed'; readonly guest: RunningGuest; readonly report: MatchReport }
  | {
      /** R14: the host refuses the protocol version that the guest insists on; nothing is offered (R44). */
      readonly kind: 'refused';
      readonly guest: RunningGuest;
      readonly report: MatchReport;
      readonly errno: number;
      readonly symptom: string;
    };

/** What the host has to offer: devices in its order, the protocol versions it speaks. */
export interface BusResumeHost {
  readonly offers: readonly Offer[];
  readonly devices: readonly VirtualDevice[];
  readonly vmbusVersions: readonly string[];
}

/**
 * Re-establishes the connection with the protocol version it had (R14), asks for offers, and lets the matcher decide:
 * matched channels take over the new offer, relid included (DEVICES-7, R50), others stay without a relid, offers that
 * met no channel become new devices (DEVICES-4). Source: `vmbus_bus_resume`, `vmbus_onoffer`.
 */
export function resumeBus(guest: RunningGuest, host: BusResumeHost): BusResume {
  const channels = guest.channels.map(({ slot, offer }) => ({ slot, offer }));
  const open = { ...guest, ignoresOffers: false };
  if (!host.vmbusVersions.includes(guest.protocolVersion)) {
    const report = matchReport({ era: guest.era, channels, offers: [] });
    const symptom = `the host does not speak VMBus protocol ${guest.protocolVersion}, the only one that the guest tries`;
    return {
      kind: 'refused',
      // The bus resume fails before it waits for anything.
      report: { ...report, waitMs: 0, timedOut: false },
      guest: open,
      errno: ERRNO.ECONNREFUSED,
      symptom,
    };
  }
  const offers = host.offers.map((offer) => ({ slot: slotOf(offer, host.devices), offer }));
  const report = matchReport({ era: guest.era, channels, offers });
  const kept = guest.channels.map((channel, index) => adopt(channel, host.offers, report, index));
  const firstNewId = nextChannelId(kept);
  const added = report.rows.slice(kept.length).map((row, at) => {
    const offer = host.offers[row.offerIndex!]!;
    return newChannel(firstNewId + at, offer, deviceOf(offer, host.devices));
  });
  return {
    kind: 'resumed',
    report,
    guest: {
      ...open,
      channels: [...kept, ...added],
      isConnected: true,
      channelsMissingAfterResume: guest.era === 'A' ? report.outstanding : report.unmatched,
    },
  };
}

function adopt(
  channel: GuestChannel,
  offers: readonly Offer[],
  report: MatchReport,
  index: number,
): GuestChannel {
  const offerIndex = report.rows[index]!.offerIndex;
  if (offerIndex === undefined) return channel;
  const offer = offers[offerIndex]!;
  return { ...channel, offer, relid: offer.relid };
}
